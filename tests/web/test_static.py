"""What the pages carry: others' files as they came, colours in one place, nothing inline."""

import hashlib
import json
import re
from pathlib import Path

import pytest

import lineofsight.web
from lineofsight.web.templatetags.frame import SHEETS

WEB = Path(lineofsight.web.__file__).parent
STATIC, TEMPLATES = WEB / "static", WEB / "templates"
VENDOR = STATIC / "vendor"
MANIFEST = json.loads((VENDOR / "manifest.json").read_text())
CSS = STATIC / "web" / "css"
PAGES = sorted(TEMPLATES.rglob("*.html"))
SCRIPTS = sorted((STATIC / "web" / "js").glob("*.js"))
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|oklch|oklab|lab|lch|light-dark)\(")


def _named(path: Path) -> str:
    return str(path.relative_to(WEB))


class TestVendored:
    @pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: entry["name"])
    def test_files_are_as_they_were_taken_in(self, entry: dict[str, dict[str, str]]) -> None:
        found = {
            name: hashlib.sha256((VENDOR / name).read_bytes()).hexdigest()
            for name in entry["files"]
        }
        assert found == entry["files"]

    def test_every_file_is_in_the_manifest(self) -> None:
        listed = {name for entry in MANIFEST for name in entry["files"]}
        there = {str(p.relative_to(VENDOR)) for p in VENDOR.rglob("*") if p.is_file()}
        assert there - {"manifest.json"} == listed

    @pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: entry["name"])
    def test_each_says_its_version_and_brings_its_licence(self, entry: dict[str, str]) -> None:
        assert entry["version"]
        assert entry["licence"]
        assert any("LICENSE" in name for name in entry["files"])


class TestSheets:
    def test_every_sheet_is_linked_and_every_link_has_a_sheet(self) -> None:
        there = {str(p.relative_to(CSS).with_suffix("")) for p in CSS.rglob("*.css")}
        assert there == set(SHEETS)

    @pytest.mark.parametrize(
        "sheet", [p for p in sorted(CSS.rglob("*.css")) if p.name != "tokens.css"], ids=_named
    )
    def test_only_the_tokens_name_colours(self, sheet: Path) -> None:
        rules = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
        assert COLOUR.findall(rules) == []

    @pytest.mark.parametrize("sheet", sorted(CSS.rglob("*.css")), ids=_named)
    def test_every_token_that_is_used_is_set_somewhere(self, sheet: Path) -> None:
        everything = "".join(p.read_text() for p in CSS.rglob("*.css"))
        set_somewhere = set(re.findall(r"(--[a-z0-9-]+)\s*:", everything))
        used = set(re.findall(r"var\((--[a-z0-9-]+)", sheet.read_text()))
        assert used <= set_somewhere

    @pytest.mark.parametrize("sheet", sorted((CSS / "components").glob("*.css")), ids=_named)
    def test_a_component_begins_with_its_markup(self, sheet: Path) -> None:
        assert sheet.read_text().startswith("/*")


class TestTemplates:
    @pytest.mark.parametrize("page", PAGES, ids=_named)
    def test_nothing_is_inline(self, page: Path) -> None:
        text = page.read_text()
        assert not re.search(r"\sstyle\s*=|<style\b|\son[a-z]+\s*=\s*[\"']|javascript:", text)
        assert not re.search(r"\bhx-on\b|\bhx-vals\s*=\s*['\"]js:", text)
        for tag in re.findall(r"<script\b[^>]*>", text):
            assert "src=" in tag or 'type="application/json"' in tag

    @pytest.mark.parametrize("page", PAGES, ids=_named)
    def test_no_page_names_a_host(self, page: Path) -> None:
        assert not re.search(r"https?://|[\"']//", page.read_text())

    @pytest.mark.parametrize("page", PAGES, ids=_named)
    def test_every_icon_is_in_the_sprite(self, page: Path) -> None:
        sprite = (VENDOR / "lucide" / "sprite.svg").read_text()
        there = set(re.findall(r'<symbol id="([a-z-]+)"', sprite))
        used = set(re.findall(r'{% icon "([a-z-]+)" %}', page.read_text()))
        assert used <= there


@pytest.mark.parametrize("script", SCRIPTS, ids=_named)
def test_no_script_makes_code_of_text_or_names_a_host(script: Path) -> None:
    text = script.read_text()
    assert not re.search(r"\beval\(|new Function|innerHTML|document\.write|https?://", text)
