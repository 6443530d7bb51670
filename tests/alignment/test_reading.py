"""Loading the whole record holds up nobody who writes, and sees one instant."""

import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import connection, connections, transaction

from lineofsight.alignment.load import READING, columns_now, reading
from lineofsight.goals.models import Goal
from tests.factories import plans

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "reading"])


@pytest.fixture(autouse=True)
def _one_connection_less() -> Iterator[None]:
    yield
    connections[READING].close()


def in_another_thread(what: Callable[[], object]) -> None:
    errors: list[BaseException] = []

    def run() -> None:
        try:
            what()
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(timeout=30)
    assert not thread.is_alive()
    assert not errors


def test_a_goal_can_be_written_while_the_record_is_read() -> None:
    plans.keep({"goals": [{"id": "G1", "title": "One"}]})
    with reading() as using:
        assert using == READING
        assert Goal.objects.using(using).count() == 1
        in_another_thread(lambda: Goal.objects.create(ref="G2", title="Two"))
        assert Goal.objects.using(using).count() == 1
    assert Goal.objects.count() == 2
    assert len(columns_now()["goals"]) == 2


def test_within_a_change_its_own_writes_are_read() -> None:
    plans.keep({"goals": [{"id": "G1", "title": "One"}]})
    with transaction.atomic():
        Goal.objects.create(ref="G2", title="Two")
        assert len(columns_now()["goals"]) == 2
