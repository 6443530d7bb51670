"""Files that are broken, or were made to do harm."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from lineofsight.planfile.problems import PlanError
from lineofsight.planfile.stratml import read_stratml
from tests.planfile.stratml.plans import column, goal, objective, plan, read

GOOD = plan(goal(objective()))
BODY = GOOD.partition("\n")[2]

LAUGHS = "".join(f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 10))

HOSTILE: dict[str, Callable[[], str | bytes]] = {
    "billion laughs": lambda: (
        f'<?xml version="1.0"?><!DOCTYPE p [<!ENTITY l0 "ha">{LAUGHS}]><p>{BODY}&l9;</p>'
    ),
    "quadratic blow-up": lambda: (
        f'<!DOCTYPE p [<!ENTITY a "{"a" * 50_000}">]><p>{BODY}{"&a;" * 50_000}</p>'
    ),
    "external entity": lambda: (
        f'<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>{BODY}&x;</p>'
    ),
    "parameter entity": lambda: (
        f'<!DOCTYPE p [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]><p>{BODY}</p>'
    ),
    "external subset": lambda: f'<!DOCTYPE p SYSTEM "http://127.0.0.1:9/p.dtd"><p>{BODY}</p>',
    "document type behind comments": lambda: (
        f'<?xml version="1.0"?>\n<!-- a x --><?x y?>\n<!DOCTYPE p><p>{BODY}</p>'
    ),
    "ten thousand deep": lambda: plan(goal("<Objective>" * 10_000 + "</Objective>" * 10_000)),
    "a million deep": lambda: "<a>" * 1_000_000,
    "two million tags": lambda: f"<p>{BODY}{'<i/>' * 2_000_000}</p>",
    "one text of twelve megabytes": lambda: plan(goal(name="a" * 12_000_000)),
    "too large": lambda: GOOD + " " * 21_000_000,
    "UTF-16": lambda: GOOD.replace("UTF-8", "UTF-16").encode("utf-16"),
    "UTF-16 with a document type": lambda: (
        f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE p><p>{BODY}</p>'.encode("utf-16")
    ),
    "UTF-32": lambda: GOOD.replace("UTF-8", "UTF-32").encode("utf-32"),
    "UTF-7": lambda: '<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE p+AD4-<p/>',
    "an encoding nobody knows": lambda: GOOD.replace("UTF-8", "x-klingon"),
    "EBCDIC": lambda: GOOD.replace("UTF-8", "cp037").encode("cp037"),
    "Latin 1 that says UTF-8": lambda: GOOD.replace("Crossings", "Übersetzen").encode("latin-1"),
    "NUL": lambda: GOOD.replace("Crossings", "Cros\x00sings"),
    "no XML at all": lambda: "id,title\nG1,Fewer delays\n",
    "a workbook": lambda: b"PK\x03\x04" + bytes(range(1, 200)),
    "an entity that is not declared": lambda: GOOD.replace("Crossings", "&nbsp;"),
    "a prefix that is not declared": lambda: "<s:StrategicPlan/>",
    "a tag that is not closed": lambda: GOOD[:-40],
    "a comment that is not closed": lambda: f"<!-- {GOOD}",
    "a declaration that is not closed": lambda: "<?xml version='1.0'",
    "control characters": lambda: GOOD.replace("Crossings", "\x01\x02"),
    "another vocabulary": lambda: "<feed><entry><title>x</title></entry></feed>",
}


def written(folder: Path, name: str) -> Path:
    """Write one of the hostile files."""
    content = HOSTILE[name]()
    path = folder / "hostile.xml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_and_the_file_named(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, name)

    with pytest.raises(PlanError) as caught:
        read_stratml(path)

    assert [problem.file for problem in caught.value.problems] == [str(path)]
    assert all(problem.message and problem.remedy for problem in caught.value.problems)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("billion laughs", "declares a document type"),
        ("document type behind comments", "declares a document type"),
        ("UTF-7", "utf-7 is not read"),
        ("UTF-16", "NUL"),
        ("ten thousand deep", "Excessive depth"),
        ("another vocabulary", "no StrategicPlan"),
    ],
)
def test_the_reason_is_said(tmp_path: Path, name: str, words: str) -> None:
    path = written(tmp_path, name)

    with pytest.raises(PlanError, match=words):
        read_stratml(path)


def test_the_line_of_a_mistake_is_named(tmp_path: Path) -> None:
    with pytest.raises(PlanError) as caught:
        read(tmp_path, GOOD.replace("</Goal>", "</Gaol>"))

    assert caught.value.problems[0].row == 5


def test_the_line_of_a_wrong_character_is_named(tmp_path: Path) -> None:
    with pytest.raises(PlanError) as caught:
        read(tmp_path, GOOD.replace("Crossings", "Überfahrt").encode("latin-1"))

    assert caught.value.problems[0].row == 5


def test_an_entity_file_is_never_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("ships log", encoding="utf-8")
    entity = f'<!DOCTYPE p [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'

    with pytest.raises(PlanError) as caught:
        read(tmp_path, f"{entity}<p>{BODY.replace('Crossings', '&x;')}</p>")

    assert "ships log" not in str(caught.value)


def test_an_inclusion_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "part.xml").write_text("<Name>Taken in</Name>", encoding="utf-8")
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="part.xml"/>'

    document = read(tmp_path, plan(goal() + f"<Goal>{include}</Goal>"))

    assert column(document, "pillars", "name") == ["Crossings"]


def test_the_words_of_a_document_type_within_a_text_do_no_harm(tmp_path: Path) -> None:
    document = read(tmp_path, plan(goal(name="<![CDATA[<!DOCTYPE html>]]>")))

    assert column(document, "pillars", "name") == ["<!DOCTYPE html>"]


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "windows-1252", "iso-8859-15"])
def test_encodings_of_older_files_are_read(tmp_path: Path, encoding: str) -> None:
    text = GOOD.replace("UTF-8", encoding).replace("Crossings", "Überfahrten")

    document = read(tmp_path, text.encode(encoding))

    assert column(document, "pillars", "name") == ["Überfahrten"]


def test_a_byte_order_mark_is_no_content(tmp_path: Path) -> None:
    document = read(tmp_path, b"\xef\xbb\xbf" + GOOD.encode())

    assert column(document, "pillars", "name") == ["Crossings"]


def test_ids_and_titles_of_a_million_characters_do_no_harm(tmp_path: Path) -> None:
    long = "a" * 1_200_000

    document = read(tmp_path, plan(goal(objective(name=long, key=long), name=long)))

    assert column(document, "goals", "id") == ["goal-1-objective-1"]


def test_twenty_thousand_objectives_without_identifiers_get_one_each(tmp_path: Path) -> None:
    document = read(tmp_path, plan(goal("<Objective><Name>x</Name></Objective>" * 20_000)))

    assert len(document.tables["goals"]) == 20_000


def test_a_name_of_blanks_is_brought_together_at_once(tmp_path: Path) -> None:
    document = read(tmp_path, plan(goal(name=f"a{' ' * 500_000}b")))

    assert column(document, "pillars", "name") == ["a…"]


@pytest.mark.parametrize("what", ["folder", "pipe", "nothing"])
def test_what_is_no_file_is_refused(tmp_path: Path, what: str) -> None:
    path = tmp_path / "plan.xml"
    if what == "folder":
        path.mkdir()
    elif what == "pipe":
        os.mkfifo(path)

    with pytest.raises(PlanError) as caught:
        read_stratml(path)

    assert caught.value.problems[0].file == str(path)
