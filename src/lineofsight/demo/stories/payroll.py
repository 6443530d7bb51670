"""Story 4, Payroll is fine: work that needs no pillar, and one import gone wrong."""

from lineofsight.demo.plan import Plan

ORPHAN = "FINS-5"


def goals(plan: Plan) -> None:
    """Add the goals of Shared services; the last one came from a sheet without its home."""
    people = plan.company.teams["FINS"].people
    plan.goal(
        "FINS-1",
        "480 people are paid right and on time",
        team="FINS",
        owner=people[1],
        period="business_year",
        serves="health",
        serves_id="kpi-payroll",
        kr=[("Payslips without an error", "%", 99.80, 99.95)],
    )
    plan.goal(
        "FINS-2",
        "The year-end filing goes in complete and without a remark",
        team="FINS",
        owner=people[5],
        period="business_year",
        serves="obligation",
        serves_id="Accounting Act, chapter 8: annual accounts; Tax Administration Act, chapter 8",
        kr=[("Balance items reconciled and signed", "%", 30, 100)],
    )
    plan.goal(
        "FINS-3",
        "Sales has the cost for a quote within a day",
        team="FINS",
        owner=people[11],
        period="half",
        serves="service",
        serves_id="sales",
        serves_confirmed_on=plan.dates.workday(52),
        kr=[("Quote costs delivered within a day", "%", 64, 95)],
    )
    plan.goal(
        "FINS-4",
        "Suppliers are paid on the day we agreed",
        team="FINS",
        owner=people[9],
        period="business_year",
        serves="health",
        serves_id="kpi-suppliers",
        kr=[("Invoices matched without a call", "%", 81, 95)],
    )
    plan.goal(
        ORPHAN,
        "Close the books in four working days",
        team="FINS",
        owner=people[0],
        period="half",
        contributor_ids=(),
        kr=[("Working days to close the month", "days", 8.0, 4.0)],
    )


def events(plan: Plan) -> None:
    """Nothing happens here; that is the point."""
