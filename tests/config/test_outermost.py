"""What stands around every request: health, metrics, one line of log, a word without a database."""

import io
import json
import logging
from typing import Any

import pytest
from django.core.signals import got_request_exception
from django.db import IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.test import Client, RequestFactory

from lineofsight.config import health, outermost
from lineofsight.config.logs import logging_settings
from lineofsight.config.outermost import DatabaseAway, Health, RequestLog


def answer(request: HttpRequest) -> HttpResponseBase:
    return HttpResponse("a page")


@pytest.mark.django_db
class TestHealth:
    def test_says_that_it_is_alive_under_any_name(self) -> None:
        asked = Client().get("/healthz", headers={"host": "10.0.0.7"})

        assert (asked.status_code, asked.content) == (200, b"ok\n")

    def test_says_of_what_it_needs_that_it_is_there(self) -> None:
        asked = Client().get("/readyz")

        assert asked.status_code == 200
        assert asked.json() == {"database": "ok", "migrations": "ok", "worker": "absent"}

    def test_is_not_ready_before_the_database_is(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(health, "is_migrated", lambda: False)

        asked = Client().get("/readyz")

        assert (asked.status_code, asked.json()["migrations"]) == (503, "pending")

    def test_goes_on_with_everything_else(self) -> None:
        assert Health(answer)(RequestFactory().get("/goals")).status_code == 200


@pytest.mark.django_db
class TestMetrics:
    def test_are_read_on_this_machine(self) -> None:
        asked = Client().get("/metrics")

        assert asked.status_code == 200
        assert b'lineofsight_jobs{state="parked"} 0.0' in asked.content
        assert b"lineofsight_worker_present 0.0" in asked.content

    @pytest.mark.parametrize(
        "from_elsewhere",
        [
            {"REMOTE_ADDR": "192.0.2.7"},
            {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
            {"HTTP_FORWARDED": "for=127.0.0.1"},
        ],
    )
    def test_are_not_there_for_others(self, from_elsewhere: dict[str, str]) -> None:
        assert Client().get("/metrics", **from_elsewhere).status_code == 404

    def test_are_for_who_has_the_token_if_there_is_one(self, settings: Any) -> None:
        settings.METRICS_TOKEN = "-".join(["a", "token", "of", "twenty", "letters"])

        assert Client().get("/metrics").status_code == 404
        allowed = Client().get(
            "/metrics", headers={"authorization": f"Bearer {settings.METRICS_TOKEN}"}
        )
        assert allowed.status_code == 200


@pytest.mark.django_db
class TestRequestLog:
    def test_names_the_route_and_never_the_address(self, caplog: pytest.LogCaptureFixture) -> None:
        with caplog.at_level(logging.INFO, "lineofsight.request"):
            Client().get("/nowhere/ana@brask.example?q=salary")

        (record,) = [one for one in caplog.records if one.name == "lineofsight.request"]
        said = vars(record)
        assert (said["status"], said["method"], said["person"]) == (404, "GET", None)
        assert "salary" not in str(said)
        assert "brask" not in str(said)

    def test_answers_even_if_the_page_of_errors_breaks(self) -> None:
        def broken(request: HttpRequest) -> HttpResponseBase:
            raise ZeroDivisionError("with a title")

        asked = RequestLog(broken)(RequestFactory().get("/"))

        assert asked.status_code == 500
        assert b"title" not in asked.content


def failing(error: Exception) -> outermost.Answer:
    """A view as the layers between make an answer of what it raises."""

    def view(request: HttpRequest) -> HttpResponseBase:
        try:
            raise error
        except type(error):
            got_request_exception.send(sender=None, request=request)
        return HttpResponse("a trace", status=500)

    return view


@pytest.mark.django_db
class TestDatabaseAway:
    @pytest.fixture(autouse=True)
    def connection_stays(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(outermost.connection, "close", lambda: None)

    def test_is_said_with_when_to_come_back(self) -> None:
        asked = DatabaseAway(failing(OperationalError("server closed")))(RequestFactory().get("/"))

        assert (asked.status_code, asked.headers["Retry-After"]) == (503, "5")
        assert b"server closed" not in asked.content

    def test_is_said_to_programs_as_a_problem(self) -> None:
        asked = DatabaseAway(failing(OperationalError("closed")))(RequestFactory().get("/api/v1/x"))

        assert asked.headers["Content-Type"] == "application/problem+json"
        assert json.loads(asked.content)["status"] == 503

    def test_is_no_excuse_for_a_defect(self) -> None:
        asked = DatabaseAway(failing(IntegrityError("twice")))(RequestFactory().get("/"))

        assert asked.status_code == 500

    def test_that_is_not_set_up_says_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(outermost, "is_migrated", lambda: False)

        asked = DatabaseAway(failing(OperationalError("no table")))(RequestFactory().get("/"))

        assert asked.status_code == 503
        assert b"lineofsight migrate" in asked.content


class TestLogs:
    @pytest.fixture
    def said(self, monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
        stream = io.StringIO()
        root = logging.getLogger()
        monkeypatch.setattr(root, "handlers", list(root.handlers))
        monkeypatch.setattr(root, "level", root.level)
        monkeypatch.setattr("sys.stderr", stream)
        logging_settings("info", lines_of_json=True)
        return stream

    def test_are_lines_of_json(self, said: io.StringIO) -> None:
        logging.getLogger("lineofsight.work").info("work.done", extra={"job": 7})

        line = json.loads(said.getvalue())
        assert (line["event"], line["job"], line["level"]) == ("work.done", 7, "info")

    def test_say_of_an_error_where_it_was_and_not_what_it_said(self, said: io.StringIO) -> None:
        def broken() -> None:
            raise IntegrityError("Key (email)=(ana@brask.example) already exists")

        try:
            broken()
        except IntegrityError:
            logging.getLogger("django.request").exception("Internal Server Error: /people/ana")

        line = json.loads(said.getvalue())
        assert line["error"] == "IntegrityError"
        assert any("test_outermost" in place for place in line["trace"])
        assert "ana" not in said.getvalue()
