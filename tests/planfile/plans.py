"""Plans for tests: the smallest, a rich one, and any that Hypothesis can think of."""

from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from hypothesis import strategies as st

from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.problems import PlanError, Problem
from lineofsight.planfile.schema import TABLES, Column, Kind, fold

GOALS = [{"id": "G1", "title": "Customers stay"}, {"id": "G2", "title": "Faults are mended"}]


def content(document: PlanDocument) -> dict[str, tuple[dict[str, list[object]], object]]:
    """Everything that a plan says, without where it was read from."""
    return {
        name: (dict(table.columns), dict(table.extras)) for name, table in document.tables.items()
    }


def problems_of(**tables: Sequence[Mapping[str, object]]) -> tuple[Problem, ...]:
    """The problems of a plan made of these tables; two goals are there if none are given."""
    with pytest.raises(PlanError) as caught:
        PlanDocument.from_rows({"goals": GOALS, **tables})
    return caught.value.problems


def only_problem(**tables: Sequence[Mapping[str, object]]) -> Problem:
    """The one problem of a plan made of these tables."""
    [problem] = problems_of(**tables)
    return problem


def plan(**tables: Sequence[Mapping[str, object]]) -> PlanDocument:
    """A plan made of these tables; two goals are there if none are given."""
    return PlanDocument.from_rows({"goals": GOALS, **tables})


def rich_plan() -> PlanDocument:
    """A plan in which every column of every table holds something."""
    year = {"start": date(2026, 1, 1), "end": date(2026, 12, 31)}
    return PlanDocument.from_rows(
        {
            "organization": [{"name": "Øst & Søn", "as_of": date(2026, 11, 21)}],
            "functions": [
                {
                    "id": "F1",
                    "name": "Operations",
                    "head_id": "P1",
                    "contribution": "Water always runs",
                    "success_measure": "Hours without water",
                    "gives_up": "Own vans",
                }
            ],
            "teams": [
                {"id": "T1", "name": "Region", "function_id": "F1", "lead_id": "P1"},
                {"id": "T2", "name": "North", "parent_id": "T1"},
            ],
            "people": [
                {
                    "id": "P1",
                    "name": "Ada",
                    "email": "ada@example.com",
                    "title": "Head",
                    "level": "7",
                    "serves_all": True,
                    "start_date": date(2020, 1, 1),
                    "check_in_days": 7,
                },
                {
                    "id": "P2",
                    "name": "Bo",
                    "manager_id": "P1",
                    "manager_since": date(2025, 1, 1),
                    "dotted_manager_ids": ["P1"],
                    "team_id": "T2",
                    "team_since": date(2024, 1, 1),
                    "end_date": date(2027, 1, 1),
                    "on_leave": False,
                },
            ],
            "strategy": [
                {"kind": "vision", "text": "Water for all", "version": "10"},
                {"kind": "value", "text": "Trust", "published_on": date(2026, 1, 5)},
                {"kind": "value", "text": "Care"},
                {"kind": "north_star", "text": "Homes with good water", "measure_id": "M1"},
            ],
            "pillars": [
                {
                    "id": "S1",
                    "name": "Reliable",
                    "text": "No street dry",
                    "weight": 0.6,
                    "sponsor_id": "P1",
                    "champion_ids": ("P1", "P2"),
                    "function_ids": ("F1",),
                    "kpi_ids": ("M1",),
                    **year,
                }
            ],
            "kpis": [
                {
                    "id": "M1",
                    "name": "Leakage",
                    "unit": "%",
                    "healthy_min": 0,
                    "healthy_max": 12.5,
                    "owner_id": "P2",
                    "guards": ("S1", "north_star"),
                }
            ],
            "goals": [
                {
                    "id": "G1",
                    "title": "=No street is dry for more than a day",
                    "text": "Because people wait.\nAnd tell others.",
                    "scope": "enterprise",
                    "kind": "objective",
                    "serves": "strategy",
                    "serves_id": "M1",
                    "serves_confirmed_on": date(2026, 2, 1),
                    "owner_id": "P1",
                    "contributor_ids": ("P2",),
                    "team_id": "T1",
                    "cadence": "half_yearly",
                    "update_days": 14,
                    "lag_days": 30,
                    "status": "active",
                    "reported": "at_risk",
                    "blocked": True,
                    "confidence": 6.5,
                    "may_decide": "Anything below 10,000",
                    "rollup": "blend",
                    "confidential": False,
                    "created_on": date(2025, 12, 1),
                    "Budget code": "'-77",
                    **year,
                },
                {"id": "G2", "title": "Faults", "owner_id": "P1;P2", "continues": "G1"},
            ],
            "key_results": [
                {
                    "id": "K1",
                    "goal_id": "G1",
                    "title": "Hours",
                    "type": "number",
                    "unit": "h",
                    "baseline": 30,
                    "target": 24,
                    "low": -1,
                    "high": 40,
                    "schedule": "2026-03-31=28;2026-06-30=26.5",
                    "value": 27.123456789012345,
                    "owner_id": "P2",
                    "weight": 0.5,
                    "measure": "hours dry",
                    **year,
                }
            ],
            "links": [
                {
                    "kind": "supports",
                    "from_id": "G1",
                    "to_id": "S1",
                    "contribution": 1,
                    "rationale": "-",
                    "created_on": date(2026, 1, 1),
                    "confirmed_on": date(2026, 2, 1),
                    "confirmed_by": "P1",
                },
                {
                    "kind": "depends_on",
                    "from_id": "G2",
                    "to_id": "G1",
                    "needed_by": date(2026, 6, 1),
                    "accepted_on": date(2026, 2, 2),
                },
                {
                    "kind": "competes_with",
                    "from_id": "G1",
                    "to_id": "G2",
                    "trade_off": "G1 first",
                    "review_by": date(2026, 9, 1),
                },
                {"kind": "supports", "from_id": "G2", "to_id": "north_star"},
            ],
            "observations": [
                {
                    "measure_id": "K1",
                    "date": date(2026, 3, 1),
                    "value": 28.5,
                    "confidence": 7,
                    "reported": "on_track",
                    "note": "@Bo",
                    "author_id": "P2",
                    "source": "SCADA",
                },
                {"measure_id": "M1", "date": date(2026, 3, 1), "value": -0.25},
            ],
            "revisions": [
                {
                    "goal_id": "G1",
                    "date": date(2026, 4, 1),
                    "field": "dates",
                    "before": "2026-01-01 2026-12-31",
                    "after": "2026-12-31",
                    "reason": "+1 month",
                }
            ],
            "assumptions": [
                {
                    "id": "A1",
                    "text": "Pumps arrive",
                    "owner_id": "P1",
                    "review_by": date(2026, 5, 1),
                    "state": "false",
                    "decided_on": date(2026, 5, 2),
                    "goal_ids": ("G1", "G2"),
                }
            ],
            "blockers": [
                {
                    "id": "B1",
                    "text": "No permit",
                    "goal_id": "G1",
                    "raised_by": "P2",
                    "raised_on": date(2026, 5, 1),
                    "can_lift_id": "P1",
                    "answer": "Asked",
                    "lifted_on": date(2026, 5, 9),
                }
            ],
            "actions": [
                {
                    "id": "X1",
                    "title": "Order pumps",
                    "goal_id": "G1",
                    "owner_id": "P2",
                    "due": date(2026, 5, 1),
                    "done_on": date(2026, 5, 1),
                }
            ],
            "check_ins": [
                {
                    "id": "C1",
                    "manager_id": "P1",
                    "person_id": "P2",
                    "date": date(2026, 5, 1),
                    "parts": ("outcomes", "mattered_more"),
                    "goal_ids": ("G1",),
                }
            ],
            "agreements": [
                {
                    "id": "E1",
                    "check_in_id": "C1",
                    "kind": "stop",
                    "text": "Weekly report",
                    "goal_id": "G1",
                    "owner_id": "P2",
                    "due": date(2026, 5, 8),
                    "done_on": date(2026, 5, 7),
                    "closed": "done",
                }
            ],
            "feedback": [
                {
                    "id": "D1",
                    "date": date(2026, 5, 1),
                    "from_id": "P1",
                    "to_id": "P2",
                    "goal_id": "G1",
                    "text": "That helped",
                }
            ],
            "allocations": [
                {"person_id": "P1", "goal_id": "G1", "share": 0.25},
                {"team_id": "T1", "goal_id": "G2", "share": 0.5},
            ],
            "acknowledgements": [
                {"person_id": "P1", "version": "10", "date": date(2026, 1, 6), "kind": "question"}
            ],
            "answers": [
                {
                    "wave": "2026-Q3",
                    "date": date(2026, 9, 1),
                    "question": "can_explain",
                    "kind": "share",
                    "option": "yes",
                    "group_kind": "team",
                    "group_id": "T1",
                    "score": 0.4,
                    "count": 12,
                }
            ],
        }
    )


EVIL = (
    *("=1+1", "'=1+1", "''@x", "-5", "+", "a;b", 'say "so"', "1,5"),
    *("_x0041_x0042_", "<r>x</r>", "x\r\ny"),
)
_TEXT = st.sampled_from(EVIL) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=12
)
_WORDS = _TEXT.map(str.strip).filter(bool)
_IDS = _WORDS.filter(lambda text: ";" not in text and ">" not in text and text != "north_star")
_ENDS = {"end": "start", "end_date": "start_date", "high": "low", "healthy_max": "healthy_min"}


@st.composite
def documents(draw: st.DrawFn) -> PlanDocument:
    """Any plan of a few rows, with columns that are not ours."""
    chosen = draw(st.sets(st.sampled_from(sorted(TABLES)), max_size=4)) | {"goals"}
    ids = _ids_of(draw, chosen)
    tables = {}
    for name in TABLES:
        if name in chosen:
            keys = ids.get(name) or [""] * draw(st.integers(1, 3))
            extra = draw(st.lists(_WORDS.filter(_is_ours(name)), max_size=2, unique_by=str.strip))
            rows = [
                _row(draw, name, key, ids, chosen)
                for key in keys[: 1 if name == "organization" else 9]
            ]
            tables[name] = [row | {key: draw(_WORDS) for key in extra} for row in rows]
    if "links" in tables:
        tables["links"] = _unique_links(tables["links"])
    return PlanDocument.from_rows(tables)


def _ids_of(draw: st.DrawFn, chosen: set[str]) -> dict[str, list[str]]:
    shared = draw(st.lists(_IDS, min_size=5, max_size=8, unique=True))
    found = {name: shared[:3] for name in chosen if TABLES[name].has_ids}
    if "pillars" in found:
        found["pillars"] = shared[3:]
    if "strategy" in found:
        found["strategy"] = [""] * len(found["strategy"])
    return found


def _is_ours(table: str):  # type: ignore[no-untyped-def]  # a predicate on str
    known = {fold(name) for name in TABLES[table].columns}
    return lambda name: fold(name) not in known and fold(name.rstrip("* ")) not in known


def _row(
    draw: st.DrawFn, table: str, key: str, ids: dict[str, list[str]], chosen: set[str]
) -> dict[str, object]:
    row: dict[str, object] = {}
    for column in TABLES[table].columns.values():
        if column.kind is Kind.ID:
            row[column.name] = key
        elif column.required or draw(st.booleans()):
            row[column.name] = draw(_value(column, key, ids, chosen))
        low = _ENDS.get(column.name, "")
        if row.get(low) is not None and row.get(column.name) is not None:
            row[low], row[column.name] = sorted([row[low], row[column.name]])  # type: ignore[type-var]  # both days or both numbers
    if table == "organization":
        row["name"] = draw(_WORDS)
    if table == "allocations":
        row.setdefault(
            "person_id", draw(_value(TABLES[table].columns["person_id"], key, ids, chosen))
        )
    if row.get("question") == "can_explain":
        row["score"] = None
    return row


def _value(
    column: Column, key: str, ids: dict[str, list[str]], chosen: set[str]
) -> st.SearchStrategy[object]:
    match column.kind:
        case Kind.CHOICE:
            return st.sampled_from(column.choices)
        case Kind.CHOICES:
            return st.lists(st.sampled_from(column.choices), max_size=3).map(tuple)
        case Kind.REF | Kind.REFS:
            there = [ref for ref in column.refs if ref in chosen]
            known = [name for ref in there for name in ids[ref]]
            if column.name in {"parent_id", "manager_id"} and key in known:
                known = known[: known.index(key)]  # upwards only: no circles
            one = st.sampled_from(known) if known else (st.just("") if there else _IDS)
            if column.kind is Kind.REF:
                return one
            return (
                st.lists(one.filter(bool), max_size=3).map(tuple)
                if known or not there
                else st.just(())
            )
        case Kind.NUMBER | Kind.SHARE:
            if column.whole:
                return st.integers(0, 10**6)
            return st.floats(column.low, column.high, allow_nan=False, allow_infinity=False)
        case Kind.DATE:
            return st.dates()
        case Kind.FLAG:
            return st.booleans()
        case Kind.SCHEDULE:
            return st.just("2026-01-31=1;2026-02-28=-2.5")
    return _WORDS


def _unique_links(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    return list({(row["from_id"], row["to_id"], row["kind"]): row for row in rows}.values())
