"""Plans for tests: the smallest, and a rich one."""

from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.problems import PlanError, Problem

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
