"""The pages as ways by which a person gets to see things: what stands in their source, any of it.

Texts of drawn organisations say whose they are (``TOLD``), and addresses carry numbers; both are
looked for in all that a page answers, whole and in part, so that nothing hides in an attribute.
"""

import re
from collections.abc import Iterator, Sequence
from http import HTTPStatus
from typing import Any

from django.test import Client

from lineofsight.organization.access import Viewer
from lineofsight.web.urls import urlpatterns
from tests.channels import Ids, channel, look_alike, signed_in
from tests.organization.access.rows import MODELS, TOLD

LISTS = (
    "/",
    "/strategy",
    "/goals",
    "/goals?status=",
    "/goals?q=Goal",
    "/goals?view=tree",
    "/goals/beside",
    "/north-star/goals",
    "/goals/new",
)
OF_A_GOAL = ("/goals/{pk}", "/goals/{pk}/below", "/goals/{pk}/edit")
ADDRESSES = {
    "goal": r"/goals/(\d+)",
    "key_result": r"/key-results/(\d+)",
    "link": r"/links/(\d+)",
    "blocker": r"/blockers/(\d+)",
    "finding": r"/findings/(\d+)",
    "pillar": r"/pillars/(\d+)",
    "acknowledgement": r"/acknowledgements/(\d+)",
}
KINDS = {
    "goals": "goal",
    "key-results": "key_result",
    "links": "link",
    "blockers": "blocker",
    "findings": "finding",
    "pillars": "pillar",
    "acknowledgements": "acknowledgement",
}
NOT_THERE = 987_654
IN_PART = {"HX-Request": "true"}


def read_in(answer: Any) -> Ids:
    """The numbers of the things that an answer tells of."""
    text = answer.content.decode()
    found: dict[str, set[int]] = {}
    for kind, word in TOLD.items():
        found[kind] = {int(number) for number in re.findall(rf"\b{word} (\d+)\b", text)}
    for kind, address in ADDRESSES.items():
        found.setdefault(kind, set()).update(int(pk) for pk in re.findall(address, text))
    return found


def through(viewer: Viewer, addresses: list[str]) -> Ids:
    """What the pages at these addresses tell, whole and in part."""
    client = signed_in(viewer.person)
    found: dict[str, set[int]] = {}
    for address in addresses:
        # Lists have a form of their own for what htmx puts into a page that is there.
        for headers in ({}, IN_PART) if address in LISTS else ({},):
            answer = client.get(address, headers=headers)
            assert answer.status_code in {200, 302, 401, 403, 404}, (address, answer.status_code)
            assert (answer.status_code in {302, 401}) == (not viewer.is_active), address
            if answer.status_code == 200:
                for kind, numbers in read_in(answer).items():
                    found.setdefault(kind, set()).update(numbers)
        if not viewer.is_active:
            break
    return found


@channel("pages")
def through_the_pages(viewer: Viewer) -> Ids:
    goals = MODELS["goal"]._default_manager.values_list("pk", flat=True)
    of_goals = [address.format(pk=pk) for pk in goals for address in OF_A_GOAL]
    return through(viewer, [*LISTS, *of_goals])


@channel("search")
def through_the_search(viewer: Viewer) -> Ids:
    return through(viewer, [f"/find?q={word}" for word in (*TOLD.values(), "oal+1", "P", "1")])


def pages_of_one() -> Iterator[tuple[str, str]]:
    """All addresses of pages that name one thing by number, and of which kind it is."""
    for one in urlpatterns:
        address = f"/{one.pattern}"
        if "<int:pk>" in address:
            before = address.partition("/<int:pk>")[0].rpartition("/")[2]
            yield address.replace("<int:pk>", "{pk}"), KINDS[before]


def unlike(client: Client, kind: str, hidden: Sequence[int]) -> list[str]:
    """The addresses at which a hidden thing does not answer as one that is not there does."""
    found = []
    for address, of in pages_of_one() if hidden else ():
        for ask in (client.get, client.post) if of == kind else ():
            absent: Any = ask(address.format(pk=NOT_THERE))
            if absent.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
                continue
            for pk in hidden:
                there: Any = ask(address.format(pk=pk))
                if not look_alike(there, absent):
                    found.append(f"{ask.__name__} {address} {pk}")
    return found
