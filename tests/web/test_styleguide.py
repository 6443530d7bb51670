"""The gallery shows every component."""

import re
from pathlib import Path

import pytest
from django.test import Client

import lineofsight.web
from lineofsight.web.styleguide.views import PARTS
from tests.factories.accounts import account

TEMPLATES = Path(lineofsight.web.__file__).parent / "templates"
COMPONENTS = sorted(p.stem for p in (TEMPLATES / "cotton").glob("*.html"))


@pytest.mark.parametrize("component", COMPONENTS)
def test_every_component_is_in_the_gallery(component: str) -> None:
    shown = (TEMPLATES / "styleguide" / "parts" / f"{component}.html").read_text()
    assert component in PARTS
    assert re.search(rf"<c-{component}\b", shown)


@pytest.mark.django_db
def test_no_id_stands_twice(client: Client) -> None:
    client.force_login(account())
    page = client.get("/styleguide").content.decode()
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert "page_head" in page
    assert len(ids) == len(set(ids))


@pytest.mark.django_db
def test_both_themes_are_shown(client: Client) -> None:
    client.force_login(account())
    page = client.get("/styleguide").content.decode()
    assert page.count('class="specimen" data-theme="light"') == len(PARTS)
    assert page.count('class="specimen" data-theme="dark"') == len(PARTS)
