import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import lineofsight.organization.record.base


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("goals", "0001_initial"),
        ("organization", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CheckIn",
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
                ("date", models.DateField()),
                ("parts", models.JSONField(blank=True, default=list)),
                (
                    "goals",
                    models.ManyToManyField(blank=True, related_name="check_ins", to="goals.goal"),
                ),
                (
                    "manager",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="check_ins_led",
                        to="organization.person",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="check_ins",
                        to="organization.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "date"], name="check_in_by_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("manager", models.F("person")), _negated=True),
                        name="check_in_of_two",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Agreement",
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
                ("kind", models.CharField(blank=True, default="", max_length=32)),
                ("text", models.TextField()),
                ("due", models.DateField(blank=True, null=True)),
                ("done_on", models.DateField(blank=True, null=True)),
                ("closed", models.CharField(blank=True, default="", max_length=32)),
                (
                    "goal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="agreements",
                        to="goals.goal",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="organization.person",
                    ),
                ),
                (
                    "check_in",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agreements",
                        to="rhythm.checkin",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["", "do", "stop", "pause", "support"])),
                        name="agreement_kind_is_a_known_word",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closed__in", ["", "done", "moved", "dropped"])),
                        name="agreement_closed_is_a_known_word",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Feedback",
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
                ("date", models.DateField()),
                (
                    "text",
                    models.TextField(
                        blank=True,
                        default="",
                        validators=[django.core.validators.MaxLengthValidator(100000)],
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback_given",
                        to="organization.person",
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="feedback",
                        to="goals.goal",
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback_received",
                        to="organization.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Blocker",
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
                ("raised_on", models.DateField()),
                (
                    "answer",
                    models.TextField(
                        blank=True,
                        default="",
                        validators=[django.core.validators.MaxLengthValidator(100000)],
                    ),
                ),
                ("lifted_on", models.DateField(blank=True, null=True)),
                (
                    "can_lift",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="can_lift",
                        to="organization.person",
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="blockers",
                        to="goals.goal",
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organization.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("raised_on__isnull", True),
                            ("lifted_on__isnull", True),
                            ("lifted_on__gte", models.F("raised_on")),
                            _connector="OR",
                        ),
                        name="blocker_lifted_on_not_before_raised_on",
                    )
                ],
            },
        ),
    ]
