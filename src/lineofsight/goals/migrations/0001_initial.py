import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import lineofsight.organization.record.base
from lineofsight.organization.audit.triggers import refusing


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organization", "0001_initial"),
        ("strategy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Goal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("extras", models.JSONField(blank=True, default=dict)),
                (
                    "ref",
                    models.CharField(
                        default=lineofsight.organization.record.base.new_ref,
                        max_length=500,
                        unique=True,
                    ),
                ),
                (
                    "title",
                    models.TextField(validators=[django.core.validators.MaxLengthValidator(2000)]),
                ),
                (
                    "text",
                    models.TextField(
                        blank=True,
                        default="",
                        validators=[django.core.validators.MaxLengthValidator(100000)],
                    ),
                ),
                ("scope", models.CharField(blank=True, default="", max_length=32)),
                ("kind", models.CharField(blank=True, default="", max_length=32)),
                ("serves", models.CharField(blank=True, default="", max_length=32)),
                (
                    "serves_what",
                    models.TextField(
                        blank=True,
                        default="",
                        validators=[django.core.validators.MaxLengthValidator(100000)],
                    ),
                ),
                ("serves_confirmed_on", models.DateField(blank=True, null=True)),
                ("cadence", models.CharField(blank=True, default="", max_length=32)),
                ("update_days", models.FloatField(blank=True, null=True)),
                ("start", models.DateField(blank=True, null=True)),
                ("end", models.DateField(blank=True, null=True)),
                ("lag_days", models.FloatField(blank=True, null=True)),
                ("status", models.CharField(blank=True, default="", max_length=32)),
                ("reported", models.CharField(blank=True, default="", max_length=32)),
                ("blocked", models.BooleanField(blank=True, null=True)),
                ("confidence", models.FloatField(blank=True, null=True)),
                (
                    "may_decide",
                    models.TextField(
                        blank=True,
                        default="",
                        validators=[django.core.validators.MaxLengthValidator(100000)],
                    ),
                ),
                ("rollup", models.CharField(blank=True, default="", max_length=32)),
                ("confidential", models.BooleanField(blank=True, null=True)),
                ("created_on", models.DateField(blank=True, null=True)),
                ("override", models.FloatField(blank=True, null=True)),
                (
                    "override_reason",
                    models.TextField(
                        blank=True,
                        default="",
                        validators=[django.core.validators.MaxLengthValidator(100000)],
                    ),
                ),
                (
                    "continues",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="continued_by",
                        to="goals.goal",
                    ),
                ),
                (
                    "contributors",
                    models.ManyToManyField(
                        blank=True, related_name="contributes", to="organization.person"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="goals",
                        to="organization.person",
                    ),
                ),
                (
                    "readers",
                    models.ManyToManyField(
                        blank=True, related_name="may_read", to="organization.person"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="goals",
                        to="organization.team",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["scope", "status"], name="goal_by_scope"),
                    models.Index(fields=["end", "id"], name="goal_by_end"),
                    models.Index(
                        condition=models.Q(("confidential", True)),
                        fields=["owner", "id"],
                        name="confidential_goal_by_owner",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("scope__in", ["", "enterprise", "function", "team", "individual"])
                        ),
                        name="goal_scope_is_a_known_word",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["", "objective", "development"])),
                        name="goal_kind_is_a_known_word",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("serves__in", ["", "strategy", "health", "obligation", "service"])
                        ),
                        name="goal_serves_is_a_known_word",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "cadence__in",
                                [
                                    "",
                                    "weekly",
                                    "monthly",
                                    "quarterly",
                                    "half_yearly",
                                    "yearly",
                                    "multi_year",
                                    "own",
                                ],
                            )
                        ),
                        name="goal_cadence_is_a_known_word",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["", "draft", "active", "paused", "done", "cancelled"])
                        ),
                        name="goal_status_is_a_known_word",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reported__in", ["", "on_track", "at_risk", "off_track"])
                        ),
                        name="goal_reported_is_a_known_word",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rollup__in", ["", "own", "children", "blend"])),
                        name="goal_rollup_is_a_known_word",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("start__isnull", True),
                            ("end__isnull", True),
                            ("end__gte", models.F("start")),
                            _connector="OR",
                        ),
                        name="goal_end_not_before_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confidence__isnull", True),
                            models.Q(("confidence__gte", 0), ("confidence__lte", 10)),
                            _connector="OR",
                        ),
                        name="goal_confidence_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("update_days__isnull", True), ("update_days__gte", 1), _connector="OR"
                        ),
                        name="goal_update_days_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lag_days__isnull", True), ("lag_days__gte", 0), _connector="OR"
                        ),
                        name="goal_lag_days_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("override__isnull", True),
                            models.Q(("override__gte", 0), ("override__lte", 1)),
                            _connector="OR",
                        ),
                        name="goal_override_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("continues__isnull", True),
                            models.Q(("continues", models.F("pk")), _negated=True),
                            _connector="OR",
                        ),
                        name="goal_does_not_continue_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assumption",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("extras", models.JSONField(blank=True, default=dict)),
                (
                    "ref",
                    models.CharField(
                        default=lineofsight.organization.record.base.new_ref,
                        max_length=500,
                        unique=True,
                    ),
                ),
                ("text", models.TextField()),
                ("review_by", models.DateField(blank=True, null=True)),
                ("state", models.CharField(blank=True, default="", max_length=32)),
                ("decided_on", models.DateField(blank=True, null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organization.person",
                    ),
                ),
                (
                    "goals",
                    models.ManyToManyField(blank=True, related_name="assumptions", to="goals.goal"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["", "believed", "confirmed", "false"])),
                        name="assumption_state_is_a_known_word",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Allocation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("extras", models.JSONField(blank=True, default=dict)),
                ("share", models.FloatField()),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="allocations",
                        to="organization.person",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="allocations",
                        to="organization.team",
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="allocations",
                        to="goals.goal",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("person__isnull", False), ("team__isnull", True)),
                            models.Q(("person__isnull", True), ("team__isnull", False)),
                            _connector="OR",
                        ),
                        name="allocation_of_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("share__isnull", True), ("share__gte", 0), _connector="OR"
                        ),
                        name="allocation_share_in_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Action",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("extras", models.JSONField(blank=True, default=dict)),
                (
                    "ref",
                    models.CharField(
                        default=lineofsight.organization.record.base.new_ref,
                        max_length=500,
                        unique=True,
                    ),
                ),
                (
                    "title",
                    models.TextField(validators=[django.core.validators.MaxLengthValidator(2000)]),
                ),
                ("due", models.DateField(blank=True, null=True)),
                ("done_on", models.DateField(blank=True, null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="organization.person",
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="actions",
                        to="goals.goal",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["owner", "done_on"], name="action_by_owner")],
            },
        ),
        migrations.CreateModel(
            name="GoalPillar",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="leads",
                        to="goals.goal",
                    ),
                ),
                (
                    "pillar",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="strategy.pillar",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("pillar", "goal"), name="goal_leads_to_a_pillar_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="KeyResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("extras", models.JSONField(blank=True, default=dict)),
                (
                    "ref",
                    models.CharField(
                        default=lineofsight.organization.record.base.new_ref,
                        max_length=500,
                        unique=True,
                    ),
                ),
                (
                    "title",
                    models.TextField(validators=[django.core.validators.MaxLengthValidator(2000)]),
                ),
                ("type", models.CharField(blank=True, default="", max_length=32)),
                (
                    "unit",
                    models.TextField(
                        blank=True,
                        default="",
                        validators=[django.core.validators.MaxLengthValidator(100000)],
                    ),
                ),
                ("baseline", models.FloatField(blank=True, null=True)),
                ("target", models.FloatField(blank=True, null=True)),
                ("low", models.FloatField(blank=True, null=True)),
                ("high", models.FloatField(blank=True, null=True)),
                (
                    "schedule",
                    models.TextField(
                        blank=True,
                        default="",
                        validators=[django.core.validators.MaxLengthValidator(100000)],
                    ),
                ),
                ("value", models.FloatField(blank=True, null=True)),
                ("start", models.DateField(blank=True, null=True)),
                ("end", models.DateField(blank=True, null=True)),
                ("weight", models.FloatField(blank=True, null=True)),
                (
                    "measure",
                    models.TextField(
                        blank=True,
                        default="",
                        validators=[django.core.validators.MaxLengthValidator(100000)],
                    ),
                ),
                ("present", models.FloatField(editable=False, null=True)),
                ("progress", models.IntegerField(editable=False, null=True)),
                ("share", models.BigIntegerField(default=0, editable=False)),
                ("parts_known", models.PositiveIntegerField(default=0, editable=False)),
                ("parts_sum", models.TextField(default="0", editable=False)),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="key_results",
                        to="goals.goal",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="key_results",
                        to="organization.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["goal", "measure"], name="key_result_by_measure")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("type__in", ["", "number", "percent", "currency", "milestone"])
                        ),
                        name="key_result_type_is_a_known_word",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("start__isnull", True),
                            ("end__isnull", True),
                            ("end__gte", models.F("start")),
                            _connector="OR",
                        ),
                        name="key_result_end_not_before_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("weight__isnull", True), ("weight__gte", 0), _connector="OR"
                        ),
                        name="key_result_weight_in_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("extras", models.JSONField(blank=True, default=dict)),
                ("kind", models.CharField(blank=True, default="", max_length=32)),
                ("to_north_star", models.BooleanField(default=False)),
                ("contribution", models.FloatField(blank=True, null=True)),
                (
                    "rationale",
                    models.TextField(
                        blank=True,
                        default="",
                        validators=[django.core.validators.MaxLengthValidator(100000)],
                    ),
                ),
                ("created_on", models.DateField(blank=True, null=True)),
                ("confirmed_on", models.DateField(blank=True, null=True)),
                ("source_version", models.PositiveIntegerField(blank=True, null=True)),
                ("end_version", models.PositiveIntegerField(blank=True, null=True)),
                ("needed_by", models.DateField(blank=True, null=True)),
                ("accepted_on", models.DateField(blank=True, null=True)),
                (
                    "trade_off",
                    models.TextField(
                        blank=True,
                        default="",
                        validators=[django.core.validators.MaxLengthValidator(100000)],
                    ),
                ),
                ("review_by", models.DateField(blank=True, null=True)),
                ("share", models.BigIntegerField(default=0, editable=False)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organization.person",
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links_down",
                        to="goals.goal",
                    ),
                ),
                (
                    "pillar",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links_down",
                        to="strategy.pillar",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links_up",
                        to="goals.goal",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["goal", "kind"], name="link_by_goal"),
                    models.Index(fields=["pillar", "kind"], name="link_by_pillar"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ("supports", "shares", "depends_on", "competes_with"))
                        ),
                        name="link_kind_is_a_known_word",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("goal__isnull", False),
                                ("pillar__isnull", True),
                                ("to_north_star", False),
                            ),
                            models.Q(
                                ("goal__isnull", True),
                                ("pillar__isnull", False),
                                ("to_north_star", False),
                            ),
                            models.Q(
                                ("goal__isnull", True),
                                ("pillar__isnull", True),
                                ("to_north_star", True),
                            ),
                            _connector="OR",
                        ),
                        name="link_has_one_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("goal__isnull", True),
                            models.Q(("goal", models.F("source")), _negated=True),
                            _connector="OR",
                        ),
                        name="link_between_two",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("goal__isnull", False)),
                        fields=("source", "goal", "kind"),
                        name="one_link_of_a_kind_to_a_goal",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("pillar__isnull", False)),
                        fields=("source", "pillar", "kind"),
                        name="one_link_of_a_kind_to_a_pillar",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("to_north_star", True)),
                        fields=("source", "kind"),
                        name="one_link_of_a_kind_to_the_north_star",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("contribution__isnull", True),
                            ("contribution__gte", 0),
                            _connector="OR",
                        ),
                        name="link_contribution_in_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("extras", models.JSONField(blank=True, default=dict)),
                (
                    "ref",
                    models.CharField(
                        default=lineofsight.organization.record.base.new_ref,
                        max_length=500,
                        unique=True,
                    ),
                ),
                (
                    "title",
                    models.TextField(validators=[django.core.validators.MaxLengthValidator(2000)]),
                ),
                ("reason", models.TextField()),
                (
                    "alternatives",
                    models.TextField(
                        blank=True,
                        default="",
                        validators=[django.core.validators.MaxLengthValidator(100000)],
                    ),
                ),
                ("decided_on", models.DateField()),
                ("review_by", models.DateField(blank=True, null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="organization.person",
                    ),
                ),
                (
                    "goals",
                    models.ManyToManyField(blank=True, related_name="decisions", to="goals.goal"),
                ),
                (
                    "link",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="decisions",
                        to="goals.link",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_on__isnull", True),
                            ("review_by__isnull", True),
                            ("review_by__gte", models.F("decided_on")),
                            _connector="OR",
                        ),
                        name="decision_review_by_not_before_decided_on",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Observation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("date", models.DateField()),
                ("value", models.FloatField()),
                ("confidence", models.FloatField(blank=True, null=True)),
                ("reported", models.CharField(blank=True, default="", max_length=32)),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        default="",
                        validators=[django.core.validators.MaxLengthValidator(100000)],
                    ),
                ),
                (
                    "source",
                    models.TextField(
                        blank=True,
                        default="",
                        validators=[django.core.validators.MaxLengthValidator(100000)],
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("extras", models.JSONField(blank=True, default=dict)),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organization.person",
                    ),
                ),
                (
                    "key_result",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="observations",
                        to="goals.keyresult",
                    ),
                ),
                (
                    "kpi",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="observations",
                        to="strategy.kpi",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["key_result", "date", "id"], name="observation_by_key_result"
                    ),
                    models.Index(fields=["kpi", "date", "id"], name="observation_by_kpi"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("key_result__isnull", False), ("kpi__isnull", True)),
                            models.Q(("key_result__isnull", True), ("kpi__isnull", False)),
                            _connector="OR",
                        ),
                        name="observation_of_one_measure",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reported__in", ["", "on_track", "at_risk", "off_track"])
                        ),
                        name="observation_reported_is_a_known_word",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confidence__isnull", True),
                            models.Q(("confidence__gte", 0), ("confidence__lte", 10)),
                            _connector="OR",
                        ),
                        name="observation_confidence_in_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("extras", models.JSONField(blank=True, default=dict)),
                ("date", models.DateField()),
                ("field", models.CharField(blank=True, default="", max_length=32)),
                (
                    "before",
                    models.TextField(
                        blank=True,
                        default="",
                        validators=[django.core.validators.MaxLengthValidator(100000)],
                    ),
                ),
                (
                    "after",
                    models.TextField(
                        blank=True,
                        default="",
                        validators=[django.core.validators.MaxLengthValidator(100000)],
                    ),
                ),
                (
                    "reason",
                    models.TextField(
                        blank=True,
                        default="",
                        validators=[django.core.validators.MaxLengthValidator(100000)],
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revisions",
                        to="goals.goal",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["goal", "date"], name="revision_by_goal")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "field__in",
                                (
                                    "title",
                                    "text",
                                    "measure",
                                    "target",
                                    "baseline",
                                    "dates",
                                    "owner",
                                    "status",
                                ),
                            )
                        ),
                        name="revision_field_is_a_known_word",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RootProgress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("to_north_star", models.BooleanField(default=False)),
                ("below", models.BigIntegerField(default=0)),
                ("below_known", models.BigIntegerField(default=0)),
                ("value", models.IntegerField(null=True)),
                ("changed_at", models.DateTimeField(null=True)),
                (
                    "pillar",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="progress",
                        to="strategy.pillar",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("value__isnull", True),
                            models.Q(("value__gte", 0), ("value__lte", 1000000)),
                            _connector="OR",
                        ),
                        name="root_progress_value_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("pillar__isnull", False), ("to_north_star", False)),
                            models.Q(("pillar__isnull", True), ("to_north_star", True)),
                            _connector="OR",
                        ),
                        name="progress_of_one_root",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("to_north_star", True)),
                        fields=("to_north_star",),
                        name="one_progress_of_the_north_star",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GoalProgress",
            fields=[
                (
                    "goal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="progress",
                        serialize=False,
                        to="goals.goal",
                    ),
                ),
                ("own", models.BigIntegerField(default=0)),
                ("own_known", models.BigIntegerField(default=0)),
                ("own_all", models.BigIntegerField(default=0)),
                ("below", models.BigIntegerField(default=0)),
                ("below_known", models.BigIntegerField(default=0)),
                ("height", models.IntegerField(default=0)),
                ("value", models.IntegerField(null=True)),
                ("reported", models.CharField(blank=True, default="", max_length=32)),
                ("reported_on", models.DateField(null=True)),
                ("changed_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("value__isnull", True),
                            models.Q(("value__gte", 0), ("value__lte", 1000000)),
                            _connector="OR",
                        ),
                        name="progress_value_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reported__in", ["", "on_track", "at_risk", "off_track"])
                        ),
                        name="progress_reported_is_a_known_word",
                    ),
                ],
            },
        ),
        refusing(
            "goals_observation",
            columns=(
                "key_result_id",
                "kpi_id",
                "date",
                "value",
                "confidence",
                "reported",
                "note",
                "author_id",
                "source",
                "recorded_at",
            ),
        ),
        refusing("goals_revision", columns=("goal_id", "date", "field", "before", "after")),
    ]
