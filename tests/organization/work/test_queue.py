"""Jobs: taken in once, done once, tried again, given up, by several workers at once."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lineofsight.organization.models import Function
from lineofsight.organization.work import registry
from lineofsight.organization.work.models import Effect, Job
from lineofsight.organization.work.queue import (
    KEPT,
    LEASE,
    Lost,
    Uncertain,
    claim,
    effect,
    enqueue,
    finish,
    forget,
    release,
    renew,
    retry,
    waiting,
)
from lineofsight.organization.work.worker import do_job


@pytest.fixture(autouse=True)
def own_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_TASKS", {})


def claimed() -> Job:
    job = claim()
    assert job is not None
    return job


@pytest.mark.django_db
class TestQueue:
    def test_gives_out_what_has_waited_longest(self) -> None:
        now = timezone.now()
        enqueue("second", run_at=now - timedelta(seconds=1))
        enqueue("first", run_at=now - timedelta(seconds=2))

        assert [claimed().name, claimed().name] == ["first", "second"]

    def test_gives_nothing_out_before_its_time(self) -> None:
        enqueue("later", run_at=timezone.now() + timedelta(minutes=1))

        assert claim() is None

    def test_takes_a_key_in_once(self) -> None:
        assert enqueue("mail", key="welcome-7", person=7)
        assert not enqueue("mail", key="welcome-7", person=7)
        assert Job.objects.count() == 1

    def test_takes_a_key_in_once_even_after_it_is_done(self) -> None:
        enqueue("mail", key="welcome-7")
        finish(claimed())

        assert not enqueue("mail", key="welcome-7")

    def test_forgets_what_goes_back(self) -> None:
        with transaction.atomic():
            enqueue("mail")
            transaction.set_rollback(True)

        assert claim() is None

    def test_gives_a_job_to_one_worker_while_its_lease_lasts(self) -> None:
        enqueue("slow")
        job = claimed()

        assert claim(timezone.now() + LEASE / 2) is None
        renew(job)
        assert claim(timezone.now() + LEASE * 0.9) is None

    def test_gives_a_job_to_another_when_its_worker_is_gone(self) -> None:
        enqueue("slow")
        first = claimed()
        second = claim(timezone.now() + LEASE + timedelta(seconds=1))

        assert second is not None
        assert second.pk == first.pk
        with pytest.raises(Lost):
            finish(first)
        finish(second)

    def test_waits_longer_after_each_failure(self) -> None:
        enqueue("broken")
        waits = []
        for _ in range(3):
            job = claimed()
            before = timezone.now()
            assert retry(job, "OSError", attempts=9)
            job.refresh_from_db()
            waits.append(round((job.run_at - before).total_seconds()))
            Job.objects.update(run_at=before)

        assert waits == [5, 20, 80]

    def test_gives_up_after_as_many_attempts_as_allowed(self) -> None:
        enqueue("broken")
        job = claimed()

        assert not retry(job, "OSError", attempts=1)
        job.refresh_from_db()
        assert (job.error, job.parked_at is None, waiting().count()) == ("OSError", False, 0)

    def test_tries_again_what_was_given_up_if_told_to(self) -> None:
        enqueue("broken")
        retry(claimed(), "OSError", attempts=1)

        assert release() == 1
        assert claimed().attempts == 1

    def test_keeps_nothing_of_what_a_done_job_was_told(self) -> None:
        enqueue("mail", to="ana@brask.example")
        finish(claimed())

        assert Job.objects.get().args == {}

    def test_writes_nothing_when_there_is_nothing(self) -> None:
        with CaptureQueriesContext(connection) as queries:
            claim()
            forget()

        assert [one["sql"] for one in queries if not one["sql"].startswith("SELECT")] == []

    def test_forgets_only_what_was_done_long_ago(self) -> None:
        for name in ("old", "new", "waiting"):
            enqueue(name)
        Job.objects.filter(name="old").update(done_at=timezone.now() - KEPT - timedelta(days=1))
        Job.objects.filter(name="new").update(done_at=timezone.now())
        forget()

        assert set(Job.objects.values_list("name", flat=True)) == {"new", "waiting"}


@pytest.mark.django_db
class TestDoing:
    def test_writes_happen_with_the_note_that_it_is_done(self) -> None:
        registry.task("make")(lambda name: Function.objects.create(name=name))
        enqueue("make", name="Sales")

        assert do_job(claimed())
        assert Function.objects.get().name == "Sales"
        assert Job.objects.get().done_at is not None

    def test_writes_of_a_failed_job_are_taken_back(self) -> None:
        @registry.task("make")
        def make() -> None:
            Function.objects.create(name="Sales")
            raise OSError("with a name: Ana Silva")

        enqueue("make")

        assert not do_job(claimed())
        assert not Function.objects.exists()
        assert Job.objects.get().error == "OSError"

    def test_writes_of_a_worker_that_lost_its_lease_are_taken_back(self) -> None:
        registry.task("make")(lambda: Function.objects.create(name="Sales"))
        enqueue("make")
        job = claimed()
        claim(timezone.now() + LEASE + timedelta(seconds=1))

        assert not do_job(job)
        assert not Function.objects.exists()

    def test_a_job_that_nobody_knows_is_parked(self) -> None:
        enqueue("unheard of")
        do_job(claimed())

        assert Job.objects.get().error == "UnknownTask"

    def test_a_job_that_takes_its_workers_with_it_is_parked(self) -> None:
        registry.task("deadly", attempts=2)(lambda: pytest.fail("it was done a third time"))
        enqueue("deadly")
        for round_ in range(3):
            job = claim(timezone.now() + (LEASE + timedelta(seconds=1)) * round_)
        assert job is not None
        do_job(job)

        assert Job.objects.get().parked_at is not None

    def test_names_are_taken_once(self) -> None:
        registry.task("make")(print)

        with pytest.raises(ValueError, match="already"):
            registry.task("make")(print)


@pytest.mark.django_db(transaction=True)
class TestEffect:
    def test_happens_once(self) -> None:
        seen = []
        for _ in range(2):
            with effect("mail:1") as fresh:
                seen.append(fresh)

        assert seen == [True, False]

    def test_that_failed_may_be_tried_again(self) -> None:
        with pytest.raises(OSError, match="full"), effect("mail:1"):
            raise OSError("full")
        with effect("mail:1") as fresh:
            assert fresh

    def test_that_nobody_saw_the_end_of_is_left_to_a_person(self) -> None:
        Effect.objects.create(key="mail:1", begun_at=timezone.now())

        with pytest.raises(Uncertain), effect("mail:1"):
            pytest.fail("it may have happened")

    def test_is_refused_within_a_transaction(self) -> None:
        with pytest.raises(RuntimeError), transaction.atomic(), effect("mail:1"):
            pytest.fail("its beginning could be forgotten")


@pytest.mark.django_db(transaction=True)
class TestWorkers:
    def test_two_at_once_do_each_job_once(self) -> None:
        registry.task("make")(lambda name: Function.objects.create(name=name))
        for place in range(40):
            enqueue("make", name=str(place))

        def work() -> None:
            try:
                while (job := claim()) is not None:
                    do_job(job)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=work) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        work()

        names = sorted(Function.objects.values_list("name", flat=True), key=int)
        assert names == [str(place) for place in range(40)]
        assert not waiting().exists()

    def test_a_key_is_taken_in_once_by_two_at_once(self) -> None:
        new = []

        def put() -> None:
            try:
                new.append(enqueue("mail", key="welcome-7"))
            finally:
                connections.close_all()

        threads = [threading.Thread(target=put) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert Job.objects.count() == 1
        assert sum(new) >= 1
