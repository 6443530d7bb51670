"""The style, the fonts and the policy."""

import hashlib
import re
import tomllib
from base64 import b64encode
from pathlib import Path

import pytest

from lineofsight.report import html
from lineofsight.report.html.sheet import FONTS, STYLES, sheet
from tests.report.html.pages import ferries, page, tree

ROOM = Path(html.__file__).parent
VENDORED = tomllib.loads((ROOM / "vendored.toml").read_text(encoding="utf-8"))["vendored"]
SUMS = {file: sha for entry in VENDORED for file, sha in entry["sha256"].items()}
CSS = "\n".join((ROOM / one).read_text(encoding="utf-8") for one in STYLES)


def test_the_policy_admits_this_style_and_nothing_else() -> None:
    root = tree(page(**ferries()))
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    digest = b64encode(hashlib.sha256(root.findtext("head/style").encode()).digest()).decode()

    assert policy.startswith("default-src 'none'; ")
    assert f"style-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy


def test_the_policy_stands_before_what_it_governs() -> None:
    head = [one.tag for one in tree(page(**ferries())).find("head")]

    assert head.index("meta") < head.index("style") < head.index("title")


def test_letters_beyond_the_western_ones_bring_their_fonts() -> None:
    western, eastern = sheet("Ærø, naïve"), sheet("Łódź")

    assert western.css.count("@font-face") == 3
    assert eastern.css.count("@font-face") == 6


@pytest.mark.parametrize("name", sorted(SUMS))
def test_what_is_vendored_is_as_it_was_published(name: str) -> None:
    assert hashlib.sha256((ROOM / name).read_bytes()).hexdigest() == SUMS[name]


def test_every_vendored_file_is_listed_with_its_licence() -> None:
    there = {f"fonts/{path.name}" for path in (ROOM / "fonts").iterdir()}

    assert there == set(SUMS)
    assert {f"fonts/{font.file}.woff2" for font in FONTS} <= there
    for entry in VENDORED:
        licence = (ROOM / entry["licence-file"]).read_text(encoding="utf-8")
        assert entry["licence"] == "OFL-1.1"
        assert "SIL OPEN FONT LICENSE Version 1.1" in licence
        assert re.fullmatch(r"\d+\.\d+\.\d+", entry["version"])


def test_colours_are_named_in_one_place() -> None:
    tokens = CSS[CSS.index("@layer tokens {") : CSS.index("@layer base {")]
    rest = CSS.replace(tokens, "")

    assert re.findall(r"oklch\(|rgba?\(|#[0-9a-fA-F]{3,8}\b", rest) == []


def test_text_has_six_sizes() -> None:
    tokens = CSS[CSS.index("@layer tokens {") : CSS.index("@layer base {")]
    rest = CSS.replace(tokens, "")
    sizes = re.findall(r"font(?:-size)?:\s*(?:italic )?(?:\d+ )?([\d.]+(?:rem|px|pt|em))", rest)

    assert len(set(re.findall(r"--size-\d", CSS))) == 6
    assert sizes == []
