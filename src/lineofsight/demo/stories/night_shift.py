"""Story 5, The night shift: seventeen reports, one supervisor, and the line that thins out."""

from lineofsight.demo.company import Person
from lineofsight.demo.plan import Plan
from lineofsight.demo.rhythm import Talk, agree

UNITS, BOXES = "OPSN-4", "OPSN-3"
EVERY = 34  # days between two talks, where seven were agreed


def _packers(plan: Plan) -> list[Person]:
    return [p for p in plan.company.teams["OPSN"].people if p.title == "Packer"]


def goals(plan: Plan) -> None:
    """Add what thins out: safe water, uptime, units, boxes. Seven packers stand on no goal."""
    plan.unplanned |= {person.id for person in _packers(plan)}
    plan.own_talks |= {person.id for person in plan.company.teams["OPSN"].people[1:]}
    plan.goal(
        UNITS,
        "Night units through line test rise from 14 to 18 a shift",
        team="OPSN",
        owner=plan.company.teams["OPSN"].lead,
        period="half",
        up="ENG-1",
        kr=[("Night units through line test", "units", 14, 18)],
    )
    plan.goal(
        BOXES,
        "Full boxes stacked by five o'clock rise from 310 to 360",
        team="OPSN",
        owner=plan.company.teams["OPSN"].lead,
        period="half",
        up=UNITS,
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
