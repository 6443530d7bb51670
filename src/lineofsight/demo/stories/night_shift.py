"""Story 5, The night shift: seventeen reports, one supervisor, and the line that thins out."""

from lineofsight.demo.company import Person
from lineofsight.demo.plan import Plan
from lineofsight.demo.rhythm import Talk, agree

BOXES = "OPSN-3"
EVERY = 34  # days between two talks, where seven were agreed


def _packers(plan: Plan) -> list[Person]:
    return [p for p in plan.company.teams["OPSN"].people if p.title == "Packer"]


def goals(plan: Plan) -> None:
    """Add the goal that counts boxes; the seven packers stand on no goal of the plan."""
    plan.unplanned |= {person.id for person in _packers(plan)}
    plan.own_talks |= {person.id for person in plan.company.teams["OPSN"].people[1:]}
    plan.goal(
        BOXES,
        "Boxes packed per night rise from 310 to 360",
        team="OPSN",
        owner=plan.company.teams["OPSN"].lead,
        period="half",
        up="OPS-3",
        kr=[("Boxes packed per night", "boxes", 310, 360)],
    )


def events(plan: Plan) -> None:
    """Tell the talks that the week has room for: each person about once in five weeks."""
    supervisor = plan.company.teams["OPSN"].lead
    works = plan.contributions()
    for place, person in enumerate(plan.company.teams["OPSN"].people[1:]):
        rng = plan.rng(f"night:{person.id}")
        rounds = 6
        for number in range(rounds):
            back = 3 + 2 * place + EVERY * (rounds - 1 - number)
            day = plan.dates.workday(back)
            keys = [key for key in works[person.id] if plan.goals[key]["created_on"] <= day]
            talk = plan.add(
                "check_ins",
                id=f"talk-{person.id}-{number + 1:02d}",
                manager_id=supervisor.id,
                person_id=person.id,
                date=day,
                parts=("outcomes", "ahead"),
                goal_ids=tuple(keys[:1]),
            )
            if number >= rounds - 4:
                following = plan.dates.workday(back - EVERY) if number < rounds - 1 else None
                agree(plan, rng, Talk(supervisor, person, talk, following), "do", None)
