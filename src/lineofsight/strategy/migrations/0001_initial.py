import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import lineofsight.organization.record.base


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organization", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Kpi",
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
                    "name",
                    models.TextField(validators=[django.core.validators.MaxLengthValidator(2000)]),
                ),
                (
                    "unit",
                    models.TextField(
                        blank=True,
                        default="",
                        validators=[django.core.validators.MaxLengthValidator(100000)],
                    ),
                ),
                ("healthy_min", models.FloatField(blank=True, null=True)),
                ("healthy_max", models.FloatField(blank=True, null=True)),
                ("guards", models.JSONField(blank=True, default=list)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kpis",
                        to="organization.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StrategyVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=500, unique=True)),
                ("published_on", models.DateField(blank=True, null=True)),
                (
                    "reason",
                    models.TextField(
                        blank=True,
                        default="",
                        validators=[django.core.validators.MaxLengthValidator(100000)],
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organization.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Pillar",
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
                    "name",
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
                ("weight", models.FloatField(blank=True, null=True)),
                ("start", models.DateField(blank=True, null=True)),
                ("end", models.DateField(blank=True, null=True)),
                (
                    "champions",
                    models.ManyToManyField(
                        blank=True, related_name="champions", to="organization.person"
                    ),
                ),
                (
                    "functions",
                    models.ManyToManyField(
                        blank=True, related_name="pillars", to="organization.function"
                    ),
                ),
                (
                    "kpis",
                    models.ManyToManyField(blank=True, related_name="pillars", to="strategy.kpi"),
                ),
                (
                    "sponsor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sponsors",
                        to="organization.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("weight__isnull", True), ("weight__gte", 0), _connector="OR"
                        ),
                        name="pillar_weight_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("start__isnull", True),
                            ("end__isnull", True),
                            ("end__gte", models.F("start")),
                            _connector="OR",
                        ),
                        name="pillar_end_not_before_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Statement",
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
                ("published_on", models.DateField(blank=True, null=True)),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="strategy.kpi",
                    ),
                ),
                (
                    "strategy_version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="strategy.strategyversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ("vision", "mission", "value", "north_star"))
                        ),
                        name="statement_kind_is_a_known_word",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Acknowledgement",
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
                ("kind", models.CharField(blank=True, default="", max_length=32)),
                (
                    "text",
                    models.TextField(
                        blank=True,
                        default="",
                        validators=[django.core.validators.MaxLengthValidator(100000)],
                    ),
                ),
                (
                    "answer",
                    models.TextField(
                        blank=True,
                        default="",
                        validators=[django.core.validators.MaxLengthValidator(100000)],
                    ),
                ),
                ("answered_on", models.DateField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organization.person",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="acknowledgements",
                        to="organization.person",
                    ),
                ),
                (
                    "strategy_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="acknowledgements",
                        to="strategy.strategyversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["", "question", "concern", "contribution"])
                        ),
                        name="acknowledgement_kind_is_a_known_word",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("date__isnull", True),
                            ("answered_on__isnull", True),
                            ("answered_on__gte", models.F("date")),
                            _connector="OR",
                        ),
                        name="acknowledgement_answered_on_not_before_date",
                    ),
                ],
            },
        ),
    ]
