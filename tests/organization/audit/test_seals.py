"""Entries are sealed in blocks; what is changed behind a seal is found and named."""

import threading
from collections.abc import Callable
from itertools import pairwise

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from lineofsight.organization import audit
from lineofsight.organization.audit import digest, sealing
from lineofsight.organization.models import AuditEntry, Seal
from tests.databases import triggers_set_aside

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, EVENTS = 8, 100


def write(count: int, verb: str = "goal.edited") -> list[int]:
    """Write entries, and say their ids."""
    made = [
        AuditEntry.objects.create(
            at=timezone.now(), actor_id=7, verb=verb, subject_kind="goal", subject_id=place,
            fields=["title"], reason="Zürich, „quoted“",
        )
        for place in range(count)
    ]  # fmt: skip
    return [entry.pk for entry in made]


def behind_the_seal(act: Callable[[], object]) -> tuple[tuple[str, int | str], ...]:
    """Do something with the guards set aside; say what verifying finds."""
    with triggers_set_aside(connection):
        act()
    return tuple((fault.kind, fault.where) for fault in audit.verify().faults)


def test_a_log_without_entries_holds() -> None:
    verdict = audit.verify()

    assert verdict.holds
    assert (verdict.entries, verdict.seals, verdict.head) == (0, 0, "")


def test_a_seal_covers_what_was_written_since_the_last() -> None:
    first, second = write(3), write(2)[-1:]
    head = audit.seal()
    assert head is not None
    third = write(4)

    last = audit.seal()

    assert last is not None
    assert (head.first_id, head.last_id, head.count) == (first[0], second[0], 5)
    assert (last.first_id, last.last_id, last.count) == (third[0], third[-1], 4)
    assert last.previous == head.hash


def test_sealing_again_adds_nothing_where_nothing_was_written() -> None:
    write(3)
    first = audit.seal()

    assert audit.seal() == first
    assert Seal.objects.count() == 1


def test_many_entries_make_many_seals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "BLOCK", 4)
    write(10)

    audit.seal()

    assert [one.count for one in Seal.objects.order_by("first_id")] == [4, 4, 2]
    assert audit.verify().holds


def test_the_head_goes_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    write(2)
    with caplog.at_level("INFO", logger="lineofsight.audit"):
        head = audit.seal()

    assert head is not None
    assert head.hash in caplog.text


def test_an_entry_that_was_changed_is_named() -> None:
    ids = write(20)
    audit.seal()

    found = behind_the_seal(
        lambda: AuditEntry.objects.filter(pk=ids[7]).update(reason="Zürich, „quoted”")
    )

    assert found == (("changed", ids[7]),)


def test_an_entry_that_is_missing_is_named() -> None:
    ids = write(20)
    audit.seal()

    assert behind_the_seal(lambda: AuditEntry.objects.filter(pk=ids[3]).delete()) == (
        ("missing", ids[3]),
    )


@pytest.mark.parametrize("place", ["before", "between", "among"])
def test_an_entry_that_was_put_in_is_named(place: str) -> None:
    first = write(4)
    with triggers_set_aside(connection):
        AuditEntry.objects.filter(pk__in=[first[0], first[2]]).delete()
    audit.seal()
    gap = write(1)[0]
    with triggers_set_aside(connection):
        AuditEntry.objects.filter(pk=gap).delete()
    write(2)
    audit.seal()
    pk = {"before": first[0], "among": first[2], "between": gap}[place]

    found = behind_the_seal(
        lambda: AuditEntry.objects.create(pk=pk, at=timezone.now(), verb="goal.edited")
    )

    assert found == (("inserted", pk),)


def test_a_seal_that_was_made_anew_does_not_follow() -> None:
    write(3)
    audit.seal()
    write(3)
    audit.seal()
    first = Seal.objects.order_by("first_id")[0]

    found = behind_the_seal(lambda: Seal.objects.filter(pk=first.pk).update(hash="0" * 64))

    assert [kind for kind, _ in found] == ["chain", "chain"]


def test_a_seal_that_was_taken_out_is_missed() -> None:
    write(3)
    audit.seal()
    ids = write(3)
    audit.seal()
    write(3)
    last = audit.seal()
    assert last is not None

    found = behind_the_seal(lambda: Seal.objects.filter(first_id=ids[0]).delete())

    assert ("chain", last.pk) in found


def test_a_log_that_was_cut_off_is_told_by_a_head_noted_elsewhere() -> None:
    write(3)
    audit.seal()
    write(3)
    head = audit.seal()
    assert head is not None
    assert audit.verify(head.hash).holds

    with triggers_set_aside(connection):
        AuditEntry.objects.filter(pk__gte=head.first_id).delete()
        Seal.objects.filter(pk=head.pk).delete()

    assert audit.verify().holds
    assert [fault.kind for fault in audit.verify(head.hash).faults] == ["head"]


def test_an_act_that_was_rolled_back_leaves_no_entry_and_a_log_that_holds() -> None:
    write(2)
    with transaction.atomic():
        write(1)
        transaction.set_rollback(True)
    write(2)

    verdict = audit.verify()

    assert verdict.holds
    assert verdict.entries == 4


def in_a_thread(act: Callable[[], None], failures: list[BaseException]) -> threading.Thread:
    def run() -> None:
        try:
            act()
        except BaseException as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_many_who_write_while_it_is_sealed_make_one_chain_without_a_gap() -> None:
    failures: list[BaseException] = []
    writing = [in_a_thread(lambda: write(EVENTS) and None, failures) for _ in range(WRITERS)]
    sealers = [
        in_a_thread(lambda: [audit.seal() for _ in range(10)] and None, failures) for _ in range(2)
    ]
    for thread in (*writing, *sealers):
        thread.join()

    verdict = audit.verify()

    assert not failures
    assert verdict.holds
    assert (verdict.entries, verdict.unsealed) == (WRITERS * EVENTS, 0)
    ends = list(Seal.objects.order_by("first_id").values_list("first_id", "last_id", "previous"))
    assert all(later[0] > earlier[1] for earlier, later in pairwise(ends))
    assert len({previous for _, _, previous in ends}) == len(ends)


def test_an_entry_written_late_with_an_early_id_is_sealed_in_its_place() -> None:
    """On PostgreSQL an id is drawn before its row can be seen; on SQLite others wait."""
    drawn, go_on, failures = threading.Event(), threading.Event(), list[BaseException]()

    def slow() -> None:
        with transaction.atomic():
            AuditEntry.objects.create(
                at=timezone.now(), verb="slow", transaction=_number_of_this_transaction()
            )
            drawn.set()
            go_on.wait(10)

    thread = in_a_thread(slow, failures)
    assert drawn.wait(10)
    if connection.vendor == "postgresql":
        quick = write(1)
        assert audit.seal(patience=0.1) is None
    go_on.set()
    thread.join()
    quick = write(1)

    head = audit.seal()

    assert not failures
    assert head is not None
    slow_id = AuditEntry.objects.get(verb="slow").pk
    assert head.first_id == slow_id < quick[0] <= head.last_id
    assert audit.verify().holds


def test_a_transaction_that_writes_no_entry_keeps_no_seal_waiting() -> None:
    """Such as a long one of another database on the same server; SQLite has one writer."""
    begun, go_on, failures = threading.Event(), threading.Event(), list[BaseException]()

    def long() -> None:
        with transaction.atomic():
            _number_of_this_transaction()
            begun.set()
            if connection.vendor == "postgresql":
                go_on.wait(10)

    thread = in_a_thread(long, failures)
    assert begun.wait(10)
    ids = write(3)

    head = audit.seal(patience=0)
    go_on.set()
    thread.join()

    assert not failures
    assert head is not None
    assert head.last_id == ids[-1]


def _number_of_this_transaction() -> int:
    from lineofsight.organization.record.change import transaction_number

    return transaction_number()


def test_the_bytes_of_an_entry_do_not_depend_on_the_database() -> None:
    from datetime import UTC, datetime

    at = datetime(2026, 3, 29, 1, 30, 0, 5, tzinfo=UTC)
    made = AuditEntry.objects.create(at=at, verb="goal.edited", fields=["ä", "b"], actor_id=None)

    row = next(digest.rows_between(made.pk, made.pk))

    assert (
        digest.canonical(row)
        == (
            f'[{made.pk},"2026-03-29T01:30:00.000005+00:00",null,"","goal.edited","",null,'
            '["ä","b"],"","",0]\n'
        ).encode()
    )


def test_the_command_says_that_the_log_is_whole(capsys: pytest.CaptureFixture[str]) -> None:
    write(2)

    assert run("audit", "verify") == 0
    assert "The audit log is whole." in capsys.readouterr().out


def test_the_command_names_what_was_changed(capsys: pytest.CaptureFixture[str]) -> None:
    ids = write(5)
    audit.seal()
    with triggers_set_aside(connection):
        AuditEntry.objects.filter(pk=ids[2]).update(verb="goal.read")

    assert run("audit", "verify") == 1
    assert f"Entry {ids[2]} was changed after it was sealed." in capsys.readouterr().out


def run(*words: str) -> int:
    from lineofsight.cli.main import main

    with pytest.raises(SystemExit) as end:
        main(list(words))
    return int(str(end.value.code))


def test_sentences_say_what_each_fault_is() -> None:
    from lineofsight.cli.audit import _told

    kinds = ("changed", "missing", "inserted", "unguarded", "head", "chain")
    told = {_told(audit.Fault(kind, 5)) for kind in kinds}

    assert len(told) == len(kinds)
    assert all("5" in sentence for sentence in told)
