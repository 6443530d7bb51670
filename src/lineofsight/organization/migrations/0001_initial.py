import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import lineofsight.organization.record.base
from lineofsight.organization.audit.triggers import refusing


def without_log(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    # Counts of attempts need not outlive a crash, and so need not wait for the disk.
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE organization_limit SET UNLOGGED")


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first_id", models.BigIntegerField(unique=True)),
                ("last_id", models.BigIntegerField(unique=True)),
                ("count", models.PositiveIntegerField()),
                ("previous", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64, unique=True)),
                ("digests", models.TextField()),
                ("sealed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("actor_id", models.BigIntegerField(null=True)),
                ("on_behalf_of", models.CharField(blank=True, default="", max_length=64)),
                ("verb", models.CharField(max_length=64)),
                ("subject_kind", models.CharField(blank=True, default="", max_length=64)),
                ("subject_id", models.BigIntegerField(null=True)),
                ("fields", models.JSONField(default=list)),
                ("reason", models.TextField(blank=True, default="")),
                ("request_id", models.CharField(blank=True, default="", max_length=64)),
                ("transaction", models.BigIntegerField(default=0)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["subject_kind", "subject_id", "id"], name="audit_by_subject"
                    ),
                    models.Index(fields=["at"], name="audit_by_time"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Limit",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("used", models.PositiveIntegerField()),
                ("ends", models.FloatField()),
            ],
            options={
                "indexes": [models.Index(fields=["ends"], name="limit_by_end")],
            },
        ),
        migrations.CreateModel(
            name="Organization",
            fields=[
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("extras", models.JSONField(blank=True, default=dict)),
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(blank=True, default="", max_length=500)),
                ("time_zone", models.CharField(default="UTC", max_length=64)),
                ("language", models.CharField(default="en-gb", max_length=16)),
                ("rules_began_on", models.DateField(null=True)),
                ("settings", models.JSONField(blank=True, default=dict)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="one_organization")
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
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
                ("email", models.CharField(blank=True, default="", max_length=500)),
                ("manager_since", models.DateField(blank=True, null=True)),
                ("team_since", models.DateField(blank=True, null=True)),
                (
                    "title",
                    models.TextField(
                        blank=True,
                        default="",
                        validators=[django.core.validators.MaxLengthValidator(2000)],
                    ),
                ),
                (
                    "level",
                    models.TextField(
                        blank=True,
                        default="",
                        validators=[django.core.validators.MaxLengthValidator(100000)],
                    ),
                ),
                ("serves_all", models.BooleanField(blank=True, null=True)),
                ("start_date", models.DateField(blank=True, null=True)),
                ("end_date", models.DateField(blank=True, null=True)),
                ("on_leave", models.BooleanField(blank=True, null=True)),
                ("check_in_days", models.FloatField(blank=True, null=True)),
                ("time_zone", models.CharField(blank=True, default="", max_length=64)),
                (
                    "dotted_managers",
                    models.ManyToManyField(
                        blank=True, related_name="dotted_reports", to="organization.person"
                    ),
                ),
                (
                    "manager",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="organization.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["email"], name="person_by_email")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("start_date__isnull", True),
                            ("end_date__isnull", True),
                            ("end_date__gte", models.F("start_date")),
                            _connector="OR",
                        ),
                        name="person_end_date_not_before_start_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("check_in_days__isnull", True),
                            ("check_in_days__gte", 1),
                            _connector="OR",
                        ),
                        name="person_check_in_days_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("manager__isnull", True),
                            models.Q(("manager", models.F("pk")), _negated=True),
                            _connector="OR",
                        ),
                        name="person_not_their_own_manager",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Function",
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
                    "contribution",
                    models.TextField(
                        blank=True,
                        default="",
                        validators=[django.core.validators.MaxLengthValidator(100000)],
                    ),
                ),
                (
                    "success_measure",
                    models.TextField(
                        blank=True,
                        default="",
                        validators=[django.core.validators.MaxLengthValidator(100000)],
                    ),
                ),
                (
                    "gives_up",
                    models.TextField(
                        blank=True,
                        default="",
                        validators=[django.core.validators.MaxLengthValidator(100000)],
                    ),
                ),
                (
                    "head",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="heads",
                        to="organization.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Team",
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
                    "function",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="teams",
                        to="organization.function",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads",
                        to="organization.person",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="organization.team",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("parent__isnull", True),
                            models.Q(("parent", models.F("pk")), _negated=True),
                            _connector="OR",
                        ),
                        name="team_not_its_own_parent",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="person",
            name="team",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="people",
                to="organization.team",
            ),
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("start", models.DateField(blank=True, null=True)),
                ("end", models.DateField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="organization.person",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="organization.team",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("start__isnull", True),
                            ("end__isnull", True),
                            ("end__gt", models.F("start")),
                            _connector="OR",
                        ),
                        name="membership_holds_some_days",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("end__isnull", True)),
                        fields=("person",),
                        name="one_open_membership",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("role", models.CharField(blank=True, default="", max_length=32)),
                ("given_on", models.DateField()),
                (
                    "function",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="organization.function",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grants",
                        to="organization.person",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="organization.team",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                ["strategy_office", "hr_partner", "administrator", "auditor"],
                            )
                        ),
                        name="grant_of_a_known_role",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("function__isnull", True), ("team__isnull", True)),
                            ("role", "hr_partner"),
                            _connector="OR",
                        ),
                        name="only_an_hr_partner_has_a_scope",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("function__isnull", True), ("team__isnull", True)),
                        fields=("person", "role"),
                        name="a_role_once",
                    ),
                    models.UniqueConstraint(
                        fields=("person", "role", "function"), name="a_role_once_for_a_function"
                    ),
                    models.UniqueConstraint(
                        fields=("person", "role", "team"), name="a_role_once_for_a_team"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("table", models.CharField(max_length=32)),
                ("object_id", models.BigIntegerField()),
                ("row", models.JSONField()),
                ("valid_from", models.DateTimeField()),
                ("valid_to", models.DateTimeField(null=True)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="organization.auditentry",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["table", "object_id", "valid_from", "valid_to"],
                        name="version_of_a_row",
                    ),
                    models.Index(
                        fields=["table", "valid_from", "valid_to"], name="version_at_an_instant"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("table", "object_id"),
                        name="one_present_version_of_a_row",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="a_version_does_not_end_before_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=254)),
                ("secret", models.CharField(editable=False, max_length=64, unique=True)),
                ("sent_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="organization.person",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="invitations_sent",
                        to="organization.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("used_at__isnull", True), ("withdrawn_at__isnull", True)
                        ),
                        fields=("person",),
                        name="one_open_invitation_of_a_person",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("is_active", models.BooleanField(default=True)),
                ("single_keys", models.BooleanField(default=True)),
                ("theme", models.CharField(blank=True, default="", max_length=32)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="account",
                        to="organization.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"),
                        name="one_account_for_an_email",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("theme__in", ["", "light", "dark"])),
                        name="account_theme_is_a_known_word",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportingLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(blank=True, default="line", max_length=32)),
                ("start", models.DateField(blank=True, null=True)),
                ("end", models.DateField(blank=True, null=True)),
                (
                    "manager",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines_down",
                        to="organization.person",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="organization.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["", "line", "dotted"])),
                        name="reporting_line_kind_is_a_known_word",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("start__isnull", True),
                            ("end__isnull", True),
                            ("end__gt", models.F("start")),
                            _connector="OR",
                        ),
                        name="reporting_line_holds_some_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("person", models.F("manager")), _negated=True),
                        name="line_between_two",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("end__isnull", True), ("kind", "line")),
                        fields=("person",),
                        name="one_open_reporting_line",
                    ),
                ],
            },
        ),
        refusing("organization_auditentry"),
        refusing("organization_seal"),
        migrations.RunPython(without_log, migrations.RunPython.noop),
    ]
