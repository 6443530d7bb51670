"""Reports of small plans, as text and as a tree of elements."""

from datetime import date

from lxml import html as markup

from lineofsight.engine.check import check
from lineofsight.engine.lens import Lenses
from lineofsight.engine.settings import Acceptance, Settings
from lineofsight.engine.snapshot import Snapshot
from lineofsight.planfile.columns import to_columns
from lineofsight.planfile.document import PlanDocument
from lineofsight.report.html import render

Records = list[dict[str, object]]

AS_OF = "2026-11-21"


def goal(key: str, **more: object) -> dict[str, object]:
    return {"id": key, "title": f"{key} reaches ninety in a hundred", "owner_id": "ana", **more}


def supports(child: str, parent: str, **more: object) -> dict[str, object]:
    return {
        "kind": "supports",
        "from_id": child,
        "to_id": parent,
        "confirmed_on": "2026-11-01",
        **more,
    }


def lenses(settings: Settings | None = None, **tables: Records) -> Lenses:
    document = PlanDocument.from_rows(tables, "plan.xlsx")
    snapshot = Snapshot.build(to_columns(document), date.fromisoformat(AS_OF))
    return Lenses(snapshot, settings or Settings())


def page(
    *,
    about_people: bool = False,
    accepted: tuple[Acceptance, ...] = (),
    select: tuple[str, ...] = (),
    **tables: Records,
) -> str:
    """Write the report of a plan of plain records."""
    view = lenses(Settings(people=about_people, accepted=accepted, select=select), **tables)
    return render(check(view.snapshot, view.settings, lenses=view), view, source="plan.xlsx")


def tree(text: str) -> markup.HtmlElement:
    return markup.document_fromstring(text)


def words(element: markup.HtmlElement) -> str:
    """What an element says, on one line."""
    return " ".join(element.text_content().split())


def said(text: str, path: str) -> list[str]:
    """What the elements at an XPath say, each on one line."""
    return [words(one) for one in tree(text).xpath(path)]


def ferries() -> dict[str, Records]:
    """Three functions under two pillars: one orphan, one line through a paused goal, a duty."""
    return {
        "organization": [{"name": "Kestrel Ferries", "as_of": AS_OF}],
        "functions": [
            {"id": "fleet", "name": "Fleet", "head_id": "ana"},
            {"id": "quays", "name": "Quays", "head_id": "bo"},
            {"id": "money", "name": "Money", "head_id": "cy"},
        ],
        "teams": [
            {"id": "boats", "name": "Boats", "function_id": "fleet", "lead_id": "ana"},
            {"id": "north", "name": "North", "function_id": "quays", "lead_id": "bo"},
            {"id": "books", "name": "Books", "function_id": "money", "lead_id": "cy"},
        ],
        "people": [
            {"id": "ana", "name": "Ana Silva", "team_id": "boats"},
            {"id": "bo", "name": "Bo Lund", "team_id": "north", "manager_id": "ana"},
            {"id": "cy", "name": "Cy Moen", "team_id": "books", "manager_id": "ana"},
        ],
        "strategy": [
            {"kind": "vision", "text": "No island waits for a boat."},
            {"kind": "north_star", "text": "Sailings that leave on time"},
        ],
        "pillars": [
            {"id": "time", "name": "Boats on time", "weight": 0.75, "sponsor_id": "ana"},
            {"id": "year", "name": "Open all year", "weight": 0.25, "sponsor_id": "bo"},
        ],
        "goals": [
            goal("whole", scope="enterprise", team_id="boats", reported="at_risk"),
            goal("part", scope="team", team_id="boats", reported="on_track"),
            goal("held", scope="function", team_id="north", status="paused", owner_id="bo"),
            goal("stuck", scope="team", team_id="north", owner_id="bo"),
            goal("loose", scope="team", team_id="books", owner_id="cy"),
            goal("duty", scope="team", team_id="books", serves="obligation", serves_id="SOLAS"),
        ],
        "links": [
            supports("whole", "time"),
            supports("part", "whole"),
            supports("held", "year"),
            supports("stuck", "held"),
        ],
    }
