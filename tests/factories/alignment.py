"""Findings to test with: small plans in which one rule has something to say."""

from typing import Any

from lineofsight.alignment.models import Finding
from lineofsight.alignment.services import switch_all_on, switch_rules
from lineofsight.organization.models import Person
from tests.factories import plans

# Two goals that nothing connects to the pillar, one that carries it; LOS101 speaks to owners.
ADRIFT: dict[str, list[dict[str, Any]]] = {
    "people": [
        {"id": "ana", "name": "Ana Silva", "manager_id": "lea", "team_id": "T1"},
        {"id": "tom", "name": "Tom Ek", "manager_id": "lea", "team_id": "T1"},
        {"id": "lea", "name": "Lea Moor", "team_id": "T1"},
        {"id": "bo", "name": "Bo Lund"},
    ],
    "teams": [{"id": "T1", "name": "Pumps", "lead_id": "lea"}],
    "pillars": [{"id": "P", "name": "Uptime customers rely on", "sponsor_id": "bo"}],
    "goals": [
        {"id": "G1", "title": "Plants run 98 % of the time", "owner_id": "ana", "team_id": "T1"},
        {"id": "G2", "title": "Books closed in four days", "owner_id": "ana", "team_id": "T1"},
        {"id": "G3", "title": "Spare parts in one day", "owner_id": "tom", "team_id": "T1"},
    ],
    "links": [{"kind": "supports", "from_id": "G1", "to_id": "P"}],
}


def adrift(*rules: str) -> dict[str, Any]:
    """Keep that plan, with only these rules on (LOS101 unless others are named)."""
    made = plans.keep(ADRIFT)
    only(*(rules or ("LOS101",)))
    return made


def only(*rules: str) -> None:
    """Switch on these rules and no others."""
    every = [switch.rule for switch in switch_all_on(actor=None)]
    switch_rules(actor=None, rules=[one for one in every if one not in rules], is_on=False)


def person(ref: str) -> Person:
    return Person.objects.get(ref=ref)


def finding(rule: str, ref: str) -> Finding:
    """The newest finding of a rule on a subject."""
    return Finding.objects.filter(rule=rule, subject_ref=ref).latest("pk")
