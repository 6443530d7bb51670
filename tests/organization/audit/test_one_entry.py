"""Every verb leaves exactly one entry, and none if it is taken back."""

import inspect
from collections.abc import Iterator
from types import ModuleType

import pytest
from django.db import transaction

from lineofsight.alignment import services as alignment
from lineofsight.api import tokens
from lineofsight.goals import services as goals
from lineofsight.organization import services as organization
from lineofsight.organization.models import AuditEntry
from lineofsight.rhythm import services as rhythm
from lineofsight.strategy import services as strategy
from tests.organization.audit.acts import ACTS, Prepare

pytestmark = pytest.mark.django_db
ROOMS = (alignment, tokens, goals, organization, rhythm, strategy)
WITHOUT_ENTRY = {
    "preview_rules": "it only counts",
}


def verbs_of(room: ModuleType) -> Iterator[str]:
    """What somebody may do in a room: its functions that ask who acts."""
    for name, one in vars(room).items():
        ours = inspect.isfunction(one) and not name.startswith("_")
        if ours and "actor" in inspect.signature(one).parameters:
            yield name


def test_every_verb_is_tried() -> None:
    tried = {name.rpartition(".")[2] for name in ACTS}
    verbs = {verb for room in ROOMS for verb in verbs_of(room)}

    assert len(verbs) > 50
    assert verbs - set(WITHOUT_ENTRY) <= tried


@pytest.mark.parametrize("prepare", ACTS.values(), ids=ACTS)
def test_a_verb_leaves_one_entry_and_none_if_it_is_taken_back(prepare: Prepare) -> None:
    act = prepare()
    before = AuditEntry.objects.count()

    with transaction.atomic():
        act()
        left = AuditEntry.objects.count()
        transaction.set_rollback(True)

    assert (left, AuditEntry.objects.count()) == (before + 1, before)
