import django.db.models.deletion
from django.db import migrations, models

FILL = """
INSERT INTO goals_goalpillar (goal_id, pillar_id)
WITH RECURSIVE lead(goal_id, pillar_id) AS (
    SELECT source_id, pillar_id FROM goals_link
    WHERE kind = 'supports' AND pillar_id IS NOT NULL
    UNION
    SELECT link.source_id, lead.pillar_id
    FROM lead JOIN goals_link link ON link.goal_id = lead.goal_id
    WHERE link.kind = 'supports'
)
SELECT goal_id, pillar_id FROM lead ORDER BY pillar_id, goal_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("goals", "0005_confidential_goals"),
        ("strategy", "0001_initial"),
    ]

    operations = [
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
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
