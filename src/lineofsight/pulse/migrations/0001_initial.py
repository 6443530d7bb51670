from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="GroupAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("extras", models.JSONField(blank=True, default=dict)),
                ("wave", models.CharField(max_length=500)),
                ("date", models.DateField(blank=True, null=True)),
                ("question", models.CharField(max_length=500)),
                ("kind", models.CharField(blank=True, default="", max_length=32)),
                ("option", models.TextField(blank=True, default="")),
                ("group_kind", models.CharField(blank=True, default="", max_length=32)),
                ("group", models.CharField(max_length=500)),
                ("score", models.FloatField(blank=True, null=True)),
                ("count", models.FloatField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("count__isnull", True), ("count__gte", 0), _connector="OR"
                        ),
                        name="group_answer_count_in_range",
                    )
                ],
            },
        ),
    ]
