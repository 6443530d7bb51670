"""Story 8, Nine leaders, four ideas of a good quarter.

What they answered stands in the strategy's text data; who is missing among the champions of "A
leaner plant", and who has not answered the strategy, does too. Here are the two whose own goals
nobody can see.
"""

from lineofsight.demo.plan import Plan


def goals(plan: Plan) -> None:
    """Add two goals that their owners have not published."""
    plan.goal(
        "MKT-4",
        "The next town calls us because the last one told it to",
        scope="function",
        team="MKT",
        owner=plan.company.named("Solveig Dahle"),
        period="business_year",
        up="SAL-2",
        status="draft",
        kr=[("First calls that name another town", "%", 22, 45)],
    )
    plan.goal(
        "ITS-4",
        "A plant, its people and its papers are one search away",
        scope="function",
        team="ITS",
        owner=plan.company.named("Linh Tran"),
        period="business_year",
        up="GRP-1",
        status="draft",
        kr=[("Searches that end in under a minute", "%", 18, 70)],
    )


def events(plan: Plan) -> None:
    """Nothing happens here: they are only waited for."""
