"""A check that somebody asks for: who may, how it waits, and that the worker answers it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from lineofsight.alignment import lease
from lineofsight.alignment.models import Check
from lineofsight.alignment.selectors import check_under_way, doing
from lineofsight.alignment.services import ask_for_check, run_check, tick
from lineofsight.organization.models import AuditEntry
from lineofsight.organization.work.presence import Presence
from tests.factories import organization as org
from tests.factories.alignment import adrift

pytestmark = pytest.mark.django_db


def test_what_is_asked_for_waits_and_nothing_is_looked_at_yet() -> None:
    adrift()
    asked = ask_for_check(actor=org.strategy_office("Olga Dahl"))

    assert asked.state == "waiting"
    assert check_under_way() == asked
    assert Check.objects.count() == 1


def test_the_worker_answers_it_at_once_though_nothing_has_changed() -> None:
    adrift()
    run_check()
    assert not lease.is_due(timezone.now())
    olga = org.strategy_office("Olga Dahl")
    asked = ask_for_check(actor=olga)

    done = tick()

    assert done == asked
    assert (done.state, done.asked_by) == ("done", olga)
    assert check_under_way() is None


def test_whoever_asks_while_one_waits_is_given_that_one() -> None:
    adrift()
    first = ask_for_check(actor=org.strategy_office("Olga Dahl"))

    assert ask_for_check(actor=org.administrator("Adam Vik")) == first
    assert AuditEntry.objects.filter(verb="check.run").count() == 1


def test_whoever_asks_while_one_runs_is_given_that_one() -> None:
    adrift()
    lease.take(timezone.now())
    running = Check.objects.create(as_of=timezone.now(), started_at=timezone.now())

    assert ask_for_check(actor=org.strategy_office("Olga Dahl")) == running


def test_one_that_lost_its_process_holds_nobody_up() -> None:
    adrift()
    long_ago = timezone.now() - timedelta(hours=1)
    lease.take(long_ago)
    dead = Check.objects.create(as_of=long_ago, started_at=long_ago)
    asked = ask_for_check(actor=org.strategy_office("Olga Dahl"))

    assert asked != dead
    tick()
    dead.refresh_from_db()
    assert dead.state == "failed"


def test_two_never_wait() -> None:
    ask_for_check(actor=org.strategy_office("Olga Dahl"))
    now = timezone.now()

    with pytest.raises(IntegrityError), transaction.atomic():
        Check.objects.create(state="waiting", as_of=now, started_at=now)


def test_it_says_when_no_worker_is_there_to_begin_it() -> None:
    asked = ask_for_check(actor=org.strategy_office("Olga Dahl"))
    assert doing(asked).startswith("No worker is running.")

    worker = Presence()
    worker.show()
    try:
        assert doing(asked) == "Waiting for its turn"
    finally:
        worker.leave()
