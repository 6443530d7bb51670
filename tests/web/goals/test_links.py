"""The links of a goal's page: some of each kind, and the way to all of them."""

import pytest
from django.urls import reverse

from lineofsight.goals import services
from lineofsight.organization.access import Viewer
from lineofsight.organization.selectors.days import today
from lineofsight.web.goals.page import MOST_TIES, page_of
from tests.factories import goals as make
from tests.factories import organization as people

pytestmark = pytest.mark.django_db


def test_links_beyond_those_shown_are_where_the_page_says() -> None:
    viewer = Viewer(people.person("Ana"))
    goal = make.goal("Here")
    for number in range(MOST_TIES + 2):
        other = make.goal(f"Needed {number}")
        services.link(actor=None, source=goal, end=other, kind="depends_on")
        make.supports(make.goal(f"Below {number}"), goal)

    page = page_of(viewer, goal.pk, today())
    below, needed = page.sides
    assert [len(side.ties) for side in page.sides] == [MOST_TIES, MOST_TIES]
    assert [side.more for side in page.sides] == [2, 2]
    assert below.rest == reverse("goal_branch", args=[goal.pk])
    assert needed.rest == f"{reverse('goal', args=[goal.pk])}?links=all#h-links"

    whole = page_of(viewer, goal.pk, today(), beside=True)
    assert [(len(side.ties), side.more) for side in whole.sides] == [
        (MOST_TIES, 2),
        (MOST_TIES + 2, 0),
    ]
