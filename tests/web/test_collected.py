"""Static files as an installation serves them: under names with a hash, compressed, kept long."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings

import lineofsight
from lineofsight.web.templatetags.frame import SHEETS

PACKAGE = Path(lineofsight.__file__).parent
NAMED = re.compile(r"""\bstatic[ (]+["']([\w./-]+\.\w+)["']""")
IMPORTED = re.compile(r"""^\s*(?:import|export)\b(?:[^"'();]*\bfrom)?\s*["']([^"']+)["']""", re.M)
FILES = re.compile(r"""(?:src|href)="/static/([^"#?]+)""")

# An answer that ends looks after old connections, and so touches the database of tests before.
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("static")


@pytest.fixture(scope="module", autouse=True)
def collected(root: Path) -> Iterator[None]:
    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "lineofsight.config.static.Collected"},
    }
    with override_settings(
        STORAGES=storages,
        STATIC_ROOT=root,
        WHITENOISE_USE_FINDERS=False,
        WHITENOISE_AUTOREFRESH=False,
    ):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield


@pytest.fixture(scope="module")
def names(root: Path) -> dict[str, str]:
    """The names with a hash, by the plain ones."""
    paths: dict[str, str] = json.loads((root / "staticfiles.json").read_text())["paths"]
    return paths


def test_every_file_that_a_page_names_is_there(names: dict[str, str]) -> None:
    sources = [*PACKAGE.rglob("web/templates/**/*.html"), *(PACKAGE / "web").rglob("*.py")]
    said = {name for source in sources for name in NAMED.findall(source.read_text())}
    sheets = {f"web/css/{sheet}.css" for sheet in SHEETS}

    assert "web/js/app.js" in said
    assert (said | sheets) - set(names) == set()


def test_scripts_import_one_another_by_names_that_change(root: Path, names: dict[str, str]) -> None:
    scripts = [root / name for plain, name in names.items() if plain.endswith(".js")]
    imported = {
        (script.parent / name).resolve()
        for script in scripts
        for name in IMPORTED.findall(script.read_text())
    }

    assert root / names["web/js/keys.js"] in imported
    assert imported <= set(scripts)


def test_a_page_names_what_is_there_under_names_that_change(
    root: Path, names: dict[str, str]
) -> None:
    page = render_to_string("base.html", request=RequestFactory().get("/"))
    found = set(FILES.findall(page))

    assert names["web/js/app.js"] in found
    assert found <= set(names.values())


def test_a_file_that_is_not_there_breaks_no_page() -> None:
    assert staticfiles_storage.url("web/icons/none.svg") == "/static/web/icons/none.svg"


@pytest.mark.parametrize("plain", ["web/js/app.js", "web/css/tokens.css"])
def test_files_are_kept_long_and_come_compressed(names: dict[str, str], plain: str) -> None:
    answer: Any = Client().get(
        f"/static/{names[plain]}", headers={"accept-encoding": "gzip, deflate, br"}
    )

    answer.close()
    assert answer.status_code == 200
    assert "immutable" in answer["Cache-Control"]
    assert answer["Content-Encoding"] in {"gzip", "br"}


@pytest.mark.parametrize("plain", ["web/js/app.js", "vendor/htmx/htmx.esm.js"])
def test_a_name_without_a_hash_is_asked_for_again(plain: str) -> None:
    answer: Any = Client().get(f"/static/{plain}")

    answer.close()
    assert "immutable" not in answer["Cache-Control"]


def test_serving_looks_for_no_file_that_is_not_there(caplog: pytest.LogCaptureFixture) -> None:
    Client().get("/static/web/js/app.js").close()

    assert [said for said in caplog.messages if said.startswith("static.")] == []


def test_no_file_of_others_is_served_that_no_page_needs(names: dict[str, str]) -> None:
    assert {name.partition("/")[0] for name in names} == {"vendor", "web"}
