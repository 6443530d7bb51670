"""The worker: regular things by one at a time, presence that all can see, an orderly end."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lineofsight.organization.work import mail as queued
from lineofsight.organization.work import registry, worker
from lineofsight.organization.work.models import Effect, Job, Turn
from lineofsight.organization.work.presence import Presence, alone, workers_present
from lineofsight.organization.work.queue import claim, enqueue
from lineofsight.organization.work.registry import Regular
from lineofsight.organization.work.worker import Worker, do_job, take_turn


@pytest.fixture
def own_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_TASKS", {})
    monkeypatch.setattr(registry, "_REGULAR", {})
    monkeypatch.setattr(worker, "discover", lambda: None)


def in_another_thread(do: object) -> list[bool]:
    seen: list[bool] = []

    def run() -> None:
        try:
            seen.append(do())
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return seen


@pytest.mark.django_db(transaction=True)
class TestTurns:
    def test_are_taken_by_one_at_a_time(self) -> None:
        def inside() -> bool:
            with alone("seal") as mine:
                return mine

        with alone("seal") as mine:
            assert mine
            assert in_another_thread(inside) == [False]
        assert in_another_thread(inside) == [True]

    def test_of_different_names_do_not_wait_for_each_other(self) -> None:
        def inside() -> bool:
            with alone("check") as mine:
                return mine

        with alone("seal"):
            assert in_another_thread(inside) == [True]

    def test_of_hours_are_kept_over_a_restart(self) -> None:
        calls: list[int] = []
        daily = Regular("daily", 86_400, lambda: calls.append(1))

        assert [take_turn(daily), take_turn(daily)] == [True, False]
        Turn.objects.update(last_at=timezone.now() - timedelta(days=1, seconds=1))
        assert take_turn(daily)
        assert len(calls) == 2

    def test_of_seconds_write_nothing_themselves(self) -> None:
        with CaptureQueriesContext(connection) as queries:
            assert take_turn(Regular("seal", 5, lambda: None))

        assert [one["sql"] for one in queries if not one["sql"].startswith("SELECT")] == []

    def test_that_fail_are_taken_again(self) -> None:
        def fail() -> None:
            raise ZeroDivisionError

        daily = Regular("daily", 86_400, fail)

        assert [take_turn(daily), Turn.objects.exists()] == [False, False]


@pytest.mark.django_db(transaction=True)
class TestPresence:
    def test_is_seen_until_the_worker_leaves(self) -> None:
        presence = Presence()
        before = workers_present()
        presence.show()
        during = in_another_thread(workers_present)
        presence.leave()

        assert (before, during, workers_present()) == (False, [True], False)

    def test_of_two_is_seen_until_both_have_left(self) -> None:
        first, second = Presence(), Presence()
        first.show()
        second.show()
        first.leave()

        assert workers_present()
        second.leave()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("own_work")
class TestWorker:
    def test_does_what_waits_and_ends_when_told(self) -> None:
        stopping, turns, seen = threading.Event(), threading.Event(), []

        def told() -> None:  # to end, once both have had their turn
            if seen and turns.is_set():
                stopping.set()

        @registry.task("last")
        def last(word: str) -> None:
            seen.append(word)
            told()

        @registry.every(1, "turn")
        def turn() -> None:
            turns.set()
            told()

        enqueue("last", word="done")
        Worker(stopping).run()

        assert seen == ["done"]
        assert turns.is_set()
        assert Job.objects.get().done_at is not None
        assert not workers_present()


@pytest.mark.django_db(transaction=True)
class TestMail:
    @pytest.fixture(autouse=True)
    def server(self, settings: object) -> None:
        settings.MAIL_SERVER_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    def message(self) -> EmailMultiAlternatives:
        made = EmailMultiAlternatives("Welcome", "Hello Ana", to=["ana@brask.example"])
        made.attach_alternative("<p>Hello Ana</p>", "text/html")
        return made

    def test_waits_in_the_queue_and_leaves_once(self) -> None:
        worker.discover()
        queued.QueuedBackend().send_messages([self.message()])
        assert mail.outbox == []

        job = claim()
        assert job is not None
        do_job(job)
        sent = mail.outbox[0]
        assert (sent.to, sent.subject, sent.body) == (["ana@brask.example"], "Welcome", "Hello Ana")
        assert sent.alternatives[0].content == "<p>Hello Ana</p>"

    def test_that_may_have_gone_out_is_not_sent_again(self) -> None:
        worker.discover()
        queued.QueuedBackend().send_messages([self.message()])
        job = claim()
        assert job is not None
        Effect.objects.create(key=str(job.args["once"]), begun_at=timezone.now())
        do_job(job)

        assert mail.outbox == []
        assert Job.objects.get().error == "Uncertain"
