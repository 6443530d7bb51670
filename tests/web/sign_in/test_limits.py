"""How often somebody may try."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from lineofsight.organization import limits
from lineofsight.organization.models import Limit
from tests.factories.accounts import PASSWORD, account
from tests.web.sign_in.helpers import sign_in

WRONG = "wrong"


def attempt(email: str, address: str = "198.51.100.7", password: str = WRONG) -> int:
    return sign_in(Client(REMOTE_ADDR=address), email, password).status_code


@pytest.mark.django_db
class TestAllow:
    def test_gives_as_many_places_as_there_are(self) -> None:
        assert [limits.allow("one", 3, 60) for _ in range(3)] == [0, 0, 0]

    def test_says_how_long_to_wait(self) -> None:
        with time_machine.travel(timezone.now(), tick=False) as clock:
            limits.allow("one", 1, 60)
            clock.shift(20.5)
            assert limits.allow("one", 1, 60) == 40

    def test_begins_again_when_its_time_is_over(self) -> None:
        with time_machine.travel(timezone.now(), tick=False) as clock:
            limits.allow("one", 1, 60)
            clock.shift(60)
            assert limits.allow("one", 1, 60) == 0

    def test_counts_each_key_by_itself(self) -> None:
        limits.allow("one", 1, 60)
        assert limits.allow("two", 1, 60) == 0

    def test_takes_a_place_back(self) -> None:
        limits.allow("one", 1, 60)
        limits.give_back("one")
        assert limits.allow("one", 1, 60) == 0

    def test_a_refusal_writes_nothing(self, django_assert_num_queries) -> None:
        limits.allow("one", 1, 60)
        with django_assert_num_queries(1):
            limits.allow("one", 1, 60)

    @pytest.mark.parametrize("at_once", [2, 3, 5, 7, 20])
    def test_places_taken_together_are_as_many_as_there_are(self, at_once: int) -> None:
        with time_machine.travel(timezone.now(), tick=False) as clock:
            asked = [limits.allow(f"at once {at_once}", 7, 60, at_once=at_once) for _ in range(9)]
            assert asked == [0] * 7 + [60, 60]
            clock.shift(60)
            assert limits.allow(f"at once {at_once}", 7, 60, at_once=at_once) == 0

    def test_places_taken_together_are_written_once(self, django_assert_num_queries) -> None:
        with django_assert_num_queries(2):
            for _ in range(10):
                assert limits.allow("together", 100, 60, at_once=10) == 0

    def test_what_another_process_has_taken_counts(self) -> None:
        for _ in range(5):  # one of a process that has nine more ahead
            limits.allow("of many", 25, 60, at_once=10)
            limits.forget_ahead()
        assert limits.allow("of many", 25, 60, at_once=10) > 0

    def test_forgets_what_is_over(self) -> None:
        with time_machine.travel(timezone.now(), tick=False) as clock:
            limits.allow("old", 1, 60)
            clock.shift(30)
            limits.allow("new", 1, 60)
            clock.shift(31)
            limits.forget_ended()
        assert Limit.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_threads_take_no_more_places_than_there_are() -> None:
    def ask(_: int) -> int:
        try:
            return limits.allow("many", 20, 60)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(ask, range(60)))

    assert waits.count(0) == 20
    connection.close()


@pytest.mark.django_db
class TestSignIn:
    def test_the_sixth_attempt_within_a_minute_is_too_often(self) -> None:
        one = account(password=PASSWORD)

        found = [attempt(one.email) for _ in range(6)]

        assert found == [200] * 5 + [429]

    def test_it_says_when_to_try_again(self) -> None:
        one = account(password=PASSWORD)
        for _ in range(5):
            attempt(one.email)

        answer = sign_in(Client(), one.email, "wrong")

        assert answer.status_code == 429
        assert 55 <= int(answer["Retry-After"]) <= 60

    def test_even_the_right_password_has_to_wait_then(self) -> None:
        one = account(password=PASSWORD)
        for _ in range(5):
            attempt(one.email)

        assert attempt(one.email, password=PASSWORD) == 429

    def test_addresses_that_nobody_has_are_limited_alike(self) -> None:
        found = [attempt("nobody@example.org") for _ in range(6)]

        assert found == [200] * 5 + [429]

    def test_many_addresses_together_try_no_more_than_one(self) -> None:
        one = account(password=PASSWORD)

        found = [attempt(one.email, f"198.51.100.{number}") for number in range(6)]

        assert found == [200] * 5 + [429]

    def test_strangers_do_not_lock_out_who_signed_in_here_before(self) -> None:
        one = account(password=PASSWORD)
        own = Client()
        sign_in(own, one.email)
        own.post("/sign-out/")
        for number in range(8):
            attempt(one.email, f"198.51.100.{number}")

        assert sign_in(own, one.email).status_code == 302

    def test_a_known_browser_is_limited_too(self) -> None:
        one = account(password=PASSWORD)
        own = Client()
        sign_in(own, one.email)
        own.post("/sign-out/")

        found = [sign_in(own, one.email, "wrong").status_code for _ in range(6)]

        assert found == [200] * 5 + [429]

    def test_a_known_browser_is_known_to_its_own_account_alone(self) -> None:
        one, other = account(password=PASSWORD), account(password=PASSWORD)
        own = Client()
        sign_in(own, one.email)
        own.post("/sign-out/")
        for _ in range(5):
            attempt(other.email)

        assert sign_in(own, other.email).status_code == 429

    def test_one_address_fails_thirty_times_a_minute_at_most(self) -> None:
        found = [attempt(f"nobody{number}@example.org") for number in range(31)]

        assert found == [200] * 30 + [429]

    def test_who_signs_in_well_uses_up_nothing(self) -> None:
        people = [account(password=PASSWORD) for _ in range(32)]

        found = {attempt(one.email, password=PASSWORD) for one in people}

        assert found == {302}

    def test_after_a_minute_it_goes_on(self) -> None:
        one = account(password=PASSWORD)
        with time_machine.travel(timezone.now(), tick=False) as clock:
            for _ in range(6):
                attempt(one.email)
            clock.shift(timedelta(seconds=61))
            assert attempt(one.email, password=PASSWORD) == 302

    def test_an_address_that_a_stranger_claims_is_not_believed(self) -> None:
        found = [
            Client(REMOTE_ADDR="198.51.100.7")
            .post(
                "/sign-in/",
                {"login": f"nobody{number}@example.org", "password": "wrong"},
                headers={"x-forwarded-for": f"203.0.113.{number}"},
            )
            .status_code
            for number in range(31)
        ]

        assert found[-1] == 429

    def test_behind_a_proxy_its_word_counts(self, settings) -> None:
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        found = {
            Client(REMOTE_ADDR="10.0.0.1")
            .post(
                "/sign-in/",
                {"login": f"nobody{number}@example.org", "password": "wrong"},
                headers={"x-forwarded-for": f"198.51.100.9, 203.0.113.{number}"},
            )
            .status_code
            for number in range(31)
        }

        assert found == {200}


@pytest.mark.django_db(transaction=True)
def test_four_threads_together_try_no_more_than_one() -> None:
    one = account(password=PASSWORD)

    def ask(_: int) -> int:
        try:
            return attempt(one.email)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(ask, range(20)))

    assert sorted(found) == [200] * 5 + [429] * 15
    connection.close()
