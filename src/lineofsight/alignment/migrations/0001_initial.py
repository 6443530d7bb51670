import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("goals", "0001_initial"),
        ("organization", "0001_initial"),
        ("strategy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Check",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("as_of", models.DateTimeField()),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("state", models.CharField(default="running", max_length=16)),
                ("progress", models.FloatField(default=0.0)),
                ("doing", models.CharField(blank=True, default="", max_length=200)),
                (
                    "problem",
                    models.TextField(
                        blank=True,
                        default="",
                        validators=[django.core.validators.MaxLengthValidator(100000)],
                    ),
                ),
                ("opened", models.PositiveIntegerField(default=0)),
                ("still", models.PositiveIntegerField(default=0)),
                ("resolved", models.PositiveIntegerField(default=0)),
                ("summary", models.JSONField(default=dict)),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="organization.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state", "as_of"], name="check_by_instant")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("waiting", "running", "done", "failed", "overtaken"))
                        ),
                        name="check_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("progress__isnull", True),
                            models.Q(("progress__gte", 0), ("progress__lte", 1)),
                            _connector="OR",
                        ),
                        name="check_progress_in_range",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("state",),
                        name="one_check_waits",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckDue",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("dirty_since", models.DateTimeField(null=True)),
                ("running_since", models.DateTimeField(null=True)),
                ("lease_until", models.DateTimeField(null=True)),
                ("holder", models.CharField(blank=True, default="", max_length=32)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="one_check_due")
                ],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(max_length=32)),
                ("name", models.CharField(max_length=100)),
                ("subject_kind", models.CharField(max_length=32)),
                ("subject_ref", models.TextField()),
                ("state", models.CharField(default="open", max_length=16)),
                ("opened_at", models.DateTimeField()),
                ("resolved_at", models.DateTimeField(null=True)),
                ("resolved_reason", models.CharField(blank=True, default="", max_length=32)),
                ("severity", models.PositiveSmallIntegerField()),
                ("stake", models.FloatField()),
                ("certainty", models.FloatField()),
                ("sentence", models.TextField()),
                ("question", models.TextField(blank=True, default="")),
                ("evidence", models.JSONField(default=dict)),
                ("others", models.JSONField(default=list)),
                ("fix", models.JSONField(null=True)),
                ("hash", models.CharField(max_length=32)),
                ("is_personal", models.BooleanField(default=False)),
                ("for_all", models.BooleanField(default=False)),
                ("accepted_until", models.DateField(null=True)),
                ("accepted_severity", models.PositiveSmallIntegerField(null=True)),
                (
                    "function",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="organization.function",
                    ),
                ),
                (
                    "last_seen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="alignment.check",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opened_findings",
                        to="alignment.check",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "-severity", "-stake"], name="finding_by_weight"),
                    models.Index(fields=["rule", "state"], name="finding_by_rule"),
                    models.Index(fields=["subject_kind", "subject_ref"], name="finding_by_subject"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "resolved"), _negated=True),
                        fields=("rule", "subject_kind", "subject_ref"),
                        name="one_unresolved_finding_of_a_subject",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("open", "accepted", "objected", "resolved"))
                        ),
                        name="finding_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("resolved_at__isnull", False),
                                ("state", "resolved"),
                                ("resolved_reason__in", ("mended", "gone", "rule_off")),
                            ),
                            models.Q(
                                models.Q(("state", "resolved"), _negated=True),
                                ("resolved_at__isnull", True),
                                ("resolved_reason", ""),
                            ),
                            _connector="OR",
                        ),
                        name="a_resolved_finding_says_when_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("severity__in", (1, 2, 3))), name="finding_severity"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stake__isnull", True),
                            models.Q(("stake__gte", 0), ("stake__lte", 1)),
                            _connector="OR",
                        ),
                        name="finding_stake_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("certainty__isnull", True),
                            models.Q(("certainty__gte", 0), ("certainty__lte", 1)),
                            _connector="OR",
                        ),
                        name="finding_certainty_in_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FindingAct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(blank=True, default="", max_length=32)),
                ("at", models.DateTimeField()),
                (
                    "reason",
                    models.TextField(
                        blank=True,
                        default="",
                        validators=[django.core.validators.MaxLengthValidator(100000)],
                    ),
                ),
                ("until", models.DateField(blank=True, null=True)),
                ("personal", models.BooleanField(default=False)),
                (
                    "agreed_with",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="organization.person",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="organization.person",
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="acts",
                        to="alignment.finding",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ("accepted", "objected", "answered", "withdrawn"))
                        ),
                        name="finding_act_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FindingAudience",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                ("from_day", models.DateField()),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="audience",
                        to="alignment.finding",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hears",
                        to="organization.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "from_day"], name="what_a_person_hears")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("finding", "person"), name="one_place_in_an_audience"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FindingObject",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=32)),
                ("ref", models.TextField()),
                ("is_subject", models.BooleanField(default=False)),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="objects_named",
                        to="alignment.finding",
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="goals.goal",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="organization.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["goal", "finding"], name="finding_names_goal")],
            },
        ),
        migrations.CreateModel(
            name="FindingShown",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("week", models.DateField()),
                ("place", models.PositiveSmallIntegerField()),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shown",
                        to="alignment.finding",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organization.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "week", "place"), name="one_question_in_a_place"
                    ),
                    models.UniqueConstraint(
                        fields=("person", "week", "finding"), name="a_question_once_a_week"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("place__gte", 1), ("place__lte", 3)),
                        name="few_questions_a_week",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GoalStanding",
            fields=[
                (
                    "goal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="standing",
                        serialize=False,
                        to="goals.goal",
                    ),
                ),
                ("stake", models.FloatField(default=0.0)),
                ("depth", models.PositiveIntegerField(null=True)),
                ("strength", models.FloatField(null=True)),
                ("below", models.PositiveIntegerField(default=0)),
                ("progress", models.FloatField(null=True)),
                ("expected", models.FloatField(null=True)),
                ("pace", models.FloatField(null=True)),
                ("chance", models.FloatField(null=True)),
                ("on_track", models.BooleanField(null=True)),
                (
                    "pillar",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="strategy.pillar",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-stake"], name="goal_by_stake"),
                    models.Index(fields=["pillar", "-stake"], name="goal_by_pillar"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stake__isnull", True),
                            models.Q(("stake__gte", 0), ("stake__lte", 1)),
                            _connector="OR",
                        ),
                        name="goal_standing_stake_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("chance__isnull", True),
                            models.Q(("chance__gte", 0), ("chance__lte", 1)),
                            _connector="OR",
                        ),
                        name="goal_standing_chance_in_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KeyResultStanding",
            fields=[
                (
                    "key_result",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="standing",
                        serialize=False,
                        to="goals.keyresult",
                    ),
                ),
                ("chance", models.FloatField(null=True)),
                ("expected", models.FloatField(null=True)),
                ("fan", models.JSONField(default=dict)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("chance__isnull", True),
                            models.Q(("chance__gte", 0), ("chance__lte", 1)),
                            _connector="OR",
                        ),
                        name="key_result_standing_chance_in_range",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LinkStanding",
            fields=[
                (
                    "link",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="standing",
                        serialize=False,
                        to="goals.link",
                    ),
                ),
                ("share", models.FloatField(default=0.0)),
                ("flow", models.FloatField(default=0.0)),
                ("factor", models.FloatField(default=1.0)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("share__isnull", True),
                            models.Q(("share__gte", 0), ("share__lte", 1)),
                            _connector="OR",
                        ),
                        name="link_standing_share_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("factor__isnull", True),
                            models.Q(("factor__gte", 0), ("factor__lte", 1)),
                            _connector="OR",
                        ),
                        name="link_standing_factor_in_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RuleSwitch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(max_length=32, unique=True)),
                ("is_on", models.BooleanField()),
                ("since", models.DateTimeField()),
                (
                    "reason",
                    models.TextField(
                        blank=True,
                        default="",
                        validators=[django.core.validators.MaxLengthValidator(100000)],
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="organization.person",
                    ),
                ),
            ],
        ),
    ]
