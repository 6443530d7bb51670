"""Every sentence of a page can be translated, and the catalogue can be gathered from the pages."""

import re
import shutil
from pathlib import Path

import pytest
from django.core.management import call_command

import lineofsight.web

WEB = Path(lineofsight.web.__file__).parent
TEMPLATES = WEB / "templates"
# What is no text of a page, or is text that is translated already.
NO_TEXT = re.compile(
    r"\{% *blocktranslate\b.*?\{% *endblocktranslate *%\}|\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}"
    r"|<!--.*?-->|<(?:code|kbd)\b.*?</(?:code|kbd)>|&\w+;|\bLine of Sight\b",
    re.DOTALL,
)
TEXT = re.compile(r">([^<>]*)<")
SAID = re.compile(r'\s(?:title|label|placeholder|aria-label|alt|data-label|hx-confirm)="([^"]*)"')
WORD = re.compile(r"[^\W\d_]{2,}")


def bare_words(template: str) -> list[str]:
    """Return the texts of a template that stand outside a translation."""
    left = NO_TEXT.sub(" ", template)
    texts = TEXT.findall(f">{left}<") + SAID.findall(left)
    return [text.strip() for text in texts if WORD.search(text)]


def pages() -> list[Path]:
    return [
        path
        for path in sorted(TEMPLATES.rglob("*.html"))
        if "styleguide" not in path.parts  # shows specimens to those who build the pages
    ]


def test_a_bare_word_is_found() -> None:
    assert bare_words('<p>{% translate "Goals" %} Bare</p>') == ["Bare"]
    assert bare_words('<input aria-label="Bare" class="field">') == ["Bare"]
    assert bare_words('<p title="{% translate "Goals" %}">{{ goal.title }}</p>') == []


@pytest.mark.parametrize("path", pages(), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_word_of_a_page_stands_outside_a_translation(path: Path) -> None:
    # This block names a class of the page, and stands where a text would.
    text = re.sub(r"(\{% block page_class %\})[^{]*", r"\1", path.read_text(encoding="utf-8"))

    assert bare_words(text) == []


def test_a_catalogue_is_gathered_from_pages_and_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("goals", "frame", "templates"):
        shutil.copytree(WEB / folder, tmp_path / folder)
    (tmp_path / "locale").mkdir()
    monkeypatch.chdir(tmp_path)

    call_command("makemessages", locale=["nb"], verbosity=0)

    catalogue = (tmp_path / "locale/nb/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    assert 'msgid "Words in the title"' in catalogue  # of a template
    assert 'msgid "Outcome, in one sentence"' in catalogue  # of Python
