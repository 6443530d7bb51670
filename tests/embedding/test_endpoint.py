"""An embedding endpoint: what is asked, what is accepted, and how failures are told."""

import json
import math
import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from lineofsight.embedding import endpoint
from lineofsight.embedding.endpoint import Endpoint
from lineofsight.embedding.endpoint_address import EndpointError, key_from, problem_of
from tests.embedding.server import Service, saying, serving, vector, well

KEY = "sk-test-3141592653589793"
TEXTS = ["Sell bread of this morning", "Löwe 🦁", "", "lone \ud800 half"]


@pytest.fixture
def service() -> Iterator[Service]:
    with serving() as found:
        yield found


class Client(Endpoint):
    """An endpoint that writes its waits down instead of waiting."""

    def __init__(self, service: Service, key: str = KEY) -> None:
        self.waits: list[float] = []
        super().__init__(service.url, "bread-1", 4, key, self.waits.append)


def data(*vectors: object) -> dict[str, Any]:
    return {"data": [{"index": n, "embedding": one} for n, one in enumerate(vectors)]}


class TestRequest:
    def test_names_the_model_and_holds_the_texts(self, service: Service) -> None:
        Client(service).embed(TEXTS)

        assert service.asked == [{"model": "bread-1", "input": TEXTS}]
        assert service.paths == ["/v1/embeddings"]

    def test_carries_the_key_as_a_bearer_token(self, service: Service) -> None:
        Client(service).embed(["one"])

        assert service.headers[0]["Authorization"] == f"Bearer {KEY}"

    def test_carries_no_token_without_a_key(self, service: Service) -> None:
        Client(service, key="").embed(["one"])

        assert "Authorization" not in service.headers[0]

    def test_is_divided_where_there_are_many_texts(self, service: Service) -> None:
        texts = [f"Goal {number}" for number in range(150)]

        rows = Client(service).embed(texts)

        assert [len(one["input"]) for one in service.asked] == [64, 64, 22]
        expected = np.array([vector(text, 4) for text in texts])
        expected /= np.linalg.norm(expected, axis=1, keepdims=True)
        np.testing.assert_allclose(rows, expected, atol=1e-6)

    def test_is_made_smaller_where_it_is_too_large(self, service: Service) -> None:
        def few(asked: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
            return well(asked) if len(asked["input"]) <= 16 else (413, {}, b"")

        service.will(few)

        rows = Client(service).embed([f"Goal {number}" for number in range(40)])

        assert np.linalg.norm(rows, axis=1) == pytest.approx(1)
        assert [len(one["input"]) for one in service.asked] == [40, 20, 10, 10, 10, 10]

    def test_leaves_out_the_end_of_a_very_long_text(self, service: Service) -> None:
        Client(service).embed(["a" * 20_000])

        assert len(service.texts[0]) == 8000

    def test_is_not_made_for_no_texts(self, service: Service) -> None:
        assert Client(service).embed([]).shape == (0, 4)
        assert not service.asked


class TestAnswer:
    def test_is_put_in_order_by_index(self, service: Service) -> None:
        rows = Client(service).embed(["one", "two", "three"])

        wanted = np.array(vector("two", 4))
        assert rows[1] == pytest.approx(wanted / np.linalg.norm(wanted), abs=1e-6)

    @pytest.mark.parametrize("size", [1e-300, 1e-30, 1, 1e30, 1e300])
    def test_is_brought_to_unit_length(self, service: Service, size: float) -> None:
        service.will(saying(200, data([3 * size, 0, 4 * size, 0])))

        assert Client(service).embed(["one"])[0] == pytest.approx([0.6, 0, 0.8, 0])

    def test_may_be_zero(self, service: Service) -> None:
        service.will(saying(200, data([0, 0, 0, 0])))

        assert not Client(service).embed(["one"]).any()

    @pytest.mark.parametrize(
        ("body", "told"),
        [
            (b"", "did not answer with vectors"),
            (b"<html>Sign in</html>", "did not answer with vectors"),
            (b"\xff\xfe", "did not answer with vectors"),
            (b"[" * 60_000, "did not answer with vectors"),
            ([], "did not answer with vectors"),
            ({"error": {"message": KEY}}, "did not answer with vectors"),
            ({"data": None}, "did not answer with vectors"),
            ({"data": [{"embedding": [1, 2, 3, 4]}]}, "did not answer with vectors"),
            ({"data": [{"index": [], "embedding": [1, 2, 3, 4]}]}, "did not answer with vectors"),
            (data([1, 2, 3, "4"]), "did not answer with vectors"),
            (data([1, 2, 3, None]), "did not answer with vectors"),
            (data([1, 2, 3, True]), "did not answer with vectors"),
            (data([1, 2, 3, 10**400]), "did not answer with vectors"),
            (b'{"data":[{"index":0,"embedding":[1,2,3,NaN]}]}', "did not answer with vectors"),
            (b'{"data":[{"index":0,"embedding":[1,2,3,1e999]}]}', "not finite"),
            (data([1, 2, 3]), "do not have 4 dimensions"),
            (data([1, 2, 3, 4, 5]), "do not have 4 dimensions"),
            (data("abcd"), "do not have 4 dimensions"),
            (data(), "other texts than the 1"),
            (data([1, 2, 3, 4], [1, 2, 3, 4]), "other texts than the 1"),
            ({"data": [{"index": 1, "embedding": [1, 2, 3, 4]}]}, "other texts than the 1"),
            (b"x" * 200_000, "answer is too long"),
        ],
    )
    def test_is_refused_if_it_is_wrong(self, service: Service, body: object, told: str) -> None:
        service.will(saying(200, body))

        with pytest.raises(EndpointError, match=told) as caught:
            Client(service).embed(["one"])

        assert KEY not in str(caught.value)
        assert len(service.asked) == 1

    def test_that_names_a_text_twice_is_refused(self, service: Service) -> None:
        twice = {"data": [{"index": 0, "embedding": [1, 2, 3, 4]}] * 2}
        service.will(saying(200, twice))

        with pytest.raises(EndpointError, match="other texts than the 2"):
            Client(service).embed(["one", "two"])


class TestFailure:
    @pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
    def test_that_may_pass_is_waited_for(self, service: Service, status: int) -> None:
        service.will(saying(status), saying(status), well)
        client = Client(service)

        client.embed(["one"])

        assert len(service.asked) == 3
        assert 1 <= client.waits[0] <= 1.25
        assert 2 <= client.waits[1] <= 3.2

    def test_says_how_long_to_wait(self, service: Service) -> None:
        service.will(saying(429, Retry_After="7"), well)
        client = Client(service)

        client.embed(["one"])

        assert 7 <= client.waits[0] <= 9

    @pytest.mark.parametrize("said", ["1e9", "nan", "-5", "Sun, 22 Nov 2026 10:00:00 GMT", "inf"])
    def test_is_waited_for_a_minute_at_most(self, service: Service, said: str) -> None:
        service.will(saying(503, Retry_After=said), well)
        client = Client(service)

        client.embed(["one"])

        assert 1 <= client.waits[0] <= 75

    def test_that_stays_is_told(self, service: Service) -> None:
        service.will(saying(503))

        with pytest.raises(EndpointError, match=r"503 Service Unavailable\. 5 attempts"):
            Client(service).embed(["one"])

        assert len(service.asked) == 5

    @pytest.mark.parametrize(
        ("status", "told"),
        [
            (401, "401 Unauthorized.*LINEOFSIGHT_EMBEDDING_KEY"),
            (403, "403 Forbidden.*LINEOFSIGHT_EMBEDDING_KEY"),
            (404, "404 Not Found.*url and name"),
            (400, "400 Bad Request"),
            (413, "413"),
            (499, "499"),
        ],
    )
    def test_for_good_is_told_at_once(self, service: Service, status: int, told: str) -> None:
        service.will(saying(status, {"error": f"Incorrect API key {KEY} for text one"}))

        with pytest.raises(EndpointError, match=told) as caught:
            Client(service).embed(["a secret text"])

        assert len(service.asked) == 1
        assert KEY not in str(caught.value)
        assert "secret text" not in str(caught.value)

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_to_be_where_it_says_is_not_followed(self, service: Service, status: int) -> None:
        with serving() as elsewhere:
            service.will(saying(status, Location=elsewhere.url))

            with pytest.raises(EndpointError, match="points to another address"):
                Client(service).embed(["one"])

            assert not elsewhere.asked

    def test_of_the_connection_is_tried_again(self, service: Service) -> None:
        service.will(saying(0), saying(0), well)

        assert Client(service).embed(["one"]).any()
        assert len(service.asked) == 3

    def test_in_the_middle_of_an_answer_is_tried_again(self, service: Service) -> None:
        service.will(saying(200, b'{"data"', Content_Length="5000"), well)

        assert Client(service).embed(["one"]).any()

    def test_to_answer_in_time_is_told(
        self, service: Service, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(endpoint, "TIMEOUT", 0.05)
        over = threading.Event()

        def late(asked: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
            over.wait(20)
            return well(asked)

        service.will(late)

        with pytest.raises(EndpointError, match="in time"):
            Client(service).embed(["one"])
        over.set()

    def test_to_be_there_is_told(self, service: Service) -> None:
        with serving() as gone:
            pass

        with pytest.raises(EndpointError, match="refused"):
            Client(gone).embed(["one"])

    def test_to_prove_who_it_is_stops_before_anything_is_sent(self) -> None:
        with serving(tls=True) as unproven:
            with pytest.raises(EndpointError, match=r"self.signed certificate"):
                Client(unproven).embed(["one"])

            assert not unproven.asked

    def test_of_a_proxy_has_no_part_in_what_stays_here(
        self, service: Service, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")

        assert Client(service).embed(["one"]).any()


class TestAddress:
    @pytest.mark.parametrize(
        "url",
        [
            "https://api.example.org/v1",
            "https://api.example.org:8443/v1/embeddings",
            "http://localhost:11434/v1",
            "http://127.0.0.1:8080/v1",
            "http://[::1]:8080/v1",
        ],
    )
    def test_may_be(self, url: str) -> None:
        assert problem_of(url) == ""

    @pytest.mark.parametrize(
        "url",
        [
            "",
            "api.example.org/v1",
            "http://api.example.org/v1",
            "http://127.0.0.1.example.org/v1",
            "http://10.0.0.1/v1",
            "http://localhost.example.org/v1",
            "https://ana:secret@example.org/v1",
            "https://@example.org/v1",
            "https://example.org/v1?key=secret",
            "https://example.org/v1#x",
            "https://example.org:99999/v1",
            "https://exa mple.org/v1",
            "https://example.org/v1\r\nHost: evil.example",
            "https://еxample.org/v1",
            "https:///v1",
            "https://[::1/v1",
            "file:///etc/passwd",
            "ftp://example.org/v1",
        ],
    )
    def test_may_not_be(self, url: str) -> None:
        assert problem_of(url)
        with pytest.raises(EndpointError):
            Endpoint(url, "m", 4)

    @pytest.mark.parametrize("dimensions", [0, -1, 10_000_000])
    def test_needs_a_sane_number_of_dimensions(self, dimensions: int) -> None:
        with pytest.raises(EndpointError, match="dimensions"):
            Endpoint("https://example.org/v1", "m", dimensions)

    def test_and_model_name_the_vectors(self) -> None:
        one = Endpoint("https://example.org/v1/", "m", 4)

        assert one.name == "https://example.org/v1/embeddings#m/4"


class TestKey:
    def test_comes_from_the_environment(self) -> None:
        assert key_from({"LINEOFSIGHT_EMBEDDING_KEY": f" {KEY}\n"}) == KEY
        assert key_from({}) == ""

    @pytest.mark.parametrize("key", ["a\r\nb", "a b", "schlüssel", "a\x00b"])
    def test_that_no_header_can_hold_is_refused_unseen(self, key: str) -> None:
        with pytest.raises(EndpointError) as caught:
            key_from({"LINEOFSIGHT_EMBEDDING_KEY": key})

        assert key not in str(caught.value)

    def test_is_not_shown(self, service: Service) -> None:
        assert KEY not in repr(Client(service))
        assert KEY not in Client(service).name


def test_a_number_of_seconds_is_finite() -> None:
    assert math.isfinite(endpoint._asked_to_wait("inf"))


def test_what_is_sent_is_plain_ascii(service: Service) -> None:
    Client(service).embed(["Löwe \ud800"])

    assert json.dumps(service.texts[0]).isascii()
