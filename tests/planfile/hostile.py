"""Files that mean harm, or come from programs that do: workbooks, and those of text.

``CORPUS`` names them all; each builder writes one below a folder and returns its path. Those in
``LARGE`` take a second or more to write, and are tried by the long tests only.
"""

import os
from pathlib import Path

from tests.planfile import hostile_large  # noqa: F401 - adds its builders to LARGE
from tests.planfile.hostile_workbooks import CORPUS, LARGE, corpus, large
from tests.planfile.workbooks import GOAL, goals_sheet, parts_of, save

__all__ = ["CORPUS", "LARGE"]

_JSON = '{"format": "lineofsight-plan", "version": 1, '


@corpus
def json_ten_thousand_levels_deep(folder: Path) -> Path:
    path = folder / "plan.json"
    path.write_text(_JSON + '"goals": ' + "[" * 10_000 + "]" * 10_000 + "}")
    return path


@corpus
def json_cell_ten_thousand_levels_deep(folder: Path) -> Path:
    path = folder / "plan.json"
    path.write_text(_JSON + '"goals": [{"id": ' + '{"a":' * 10_000 + "1" + "}" * 10_000 + "}]}")
    return path


@corpus
def json_of_braces(folder: Path) -> Path:
    path = folder / "plan.json"
    path.write_text(_JSON + '"goals": [' + "{}," * 2_100_000 + "{}]}")
    return path


@corpus
def json_with_a_number_of_a_million_digits(folder: Path) -> Path:
    path = folder / "plan.json"
    path.write_text(
        _JSON + f'"goals": [{{"id": "G", "title": "t", "lag_days": {"9" * 1_000_000}}}]}}'
    )
    return path


@large
def json_of_distinct_values(folder: Path) -> Path:
    path = folder / "plan.json"
    values = ",".join(f'"k{n}":{n}.5' for n in range(3_000_000))
    path.write_text(_JSON + '"goals": [{"id": "G", "title": "😀", ' + values + "}]}")
    return path


@corpus
def csv_that_never_ends_its_quote(folder: Path) -> Path:
    (folder / "goals.csv").write_text('id,title\nG1,"' + "text\n" * 1_000_000)
    return folder


@corpus
def csv_of_one_line(folder: Path) -> Path:
    (folder / "goals.csv").write_bytes(b"x" * 20_000_000)
    return folder


@corpus
def csv_of_separators(folder: Path) -> Path:
    (folder / "goals.csv").write_text("id,title\n" + "," * 7_000_000)
    return folder


@corpus
def csv_with_a_thousand_columns_and_a_million_rows(folder: Path) -> Path:
    header = ",".join(["id", "title", *(f"c{n}" for n in range(990))])
    (folder / "goals.csv").write_text(header + "\n" + "G,t\n" * 1_000_000)
    return folder


@corpus
def csv_in_latin_1(folder: Path) -> Path:
    (folder / "goals.csv").write_bytes("id,title\nG1,Gewässer\n".encode("latin-1"))
    return folder


@corpus
def csv_in_utf_16(folder: Path) -> Path:
    (folder / "goals.csv").write_bytes("id,title\nG1,t\n".encode("utf-16"))
    return folder


@corpus
def csv_with_nul(folder: Path) -> Path:
    (folder / "goals.csv").write_bytes(b"id,title\nG1,\0\n")
    return folder


@corpus
def csv_that_is_a_workbook(folder: Path) -> Path:
    save(folder / "goals.csv", parts_of({"goals": goals_sheet(GOAL)}))
    return folder


@corpus
def csv_with_ragged_rows(folder: Path) -> Path:
    (folder / "goals.csv").write_text("id,title\nG1\nG2,t,u,v\n,\nG3,t\n")
    return folder


@large
def csv_of_words_that_are_not_listed(folder: Path) -> Path:
    rows = "".join(f"G{n},t,activ{n}\n" for n in range(300_000))
    (folder / "goals.csv").write_text("id,title,status\n" + rows)
    return folder


@large
def json_of_a_million_keys(folder: Path) -> Path:
    path = folder / "plan.json"
    path.write_text(_JSON + ",".join(f'"goal{n}": 1' for n in range(1_000_000)) + "}")
    return path


@large
def csv_with_a_million_problems(folder: Path) -> Path:
    rows = "".join(f"G{n % 9},,soon{n},many,perhaps\n" for n in range(300_000))
    (folder / "goals.csv").write_text("id,title,end,confidence,blocked\n" + rows)
    return folder


@corpus
def csv_with_dangling_references(folder: Path) -> Path:
    (folder / "goals.csv").write_text("id,title\nG1,t\n")
    rows = "".join(f"supports,G1,X{n}\n" for n in range(100_000))
    (folder / "links.csv").write_text("kind,from_id,to_id\n" + rows)
    return folder


@corpus
def circle_of_a_hundred_thousand_managers(folder: Path) -> Path:
    rows = "".join(f"P{n},n,P{(n + 1) % 100_000}\n" for n in range(100_000))
    (folder / "goals.csv").write_text("id,title\nG1,t\n")
    (folder / "people.csv").write_text("id,name,manager_id\n" + rows)
    return folder


# Places


@corpus
def nothing_there(folder: Path) -> Path:
    return folder / "absent.xlsx"


@corpus
def name_that_no_file_can_have(folder: Path) -> Path:
    return folder / "a\0b.xlsx"


@corpus
def name_that_is_too_long(folder: Path) -> Path:
    return folder / ("x" * 5_000 + ".xlsx")


@corpus
def empty_file(folder: Path) -> Path:
    path = folder / "plan.xlsx"
    path.touch()
    return path


@corpus
def empty_folder(folder: Path) -> Path:
    return folder


@corpus
def link_to_itself(folder: Path) -> Path:
    path = folder / "plan.xlsx"
    path.symlink_to(path)
    return path


@corpus
def table_that_is_a_link_to_itself(folder: Path) -> Path:
    (folder / "goals.csv").symlink_to(folder / "goals.csv")
    return folder


@corpus
def table_that_is_a_folder(folder: Path) -> Path:
    (folder / "goals.csv").mkdir()
    return folder


@corpus
def workbook_that_is_a_folder(folder: Path) -> Path:
    path = folder / "plan.xlsx"
    path.mkdir()
    return path


@corpus
def pipe_that_never_speaks(folder: Path) -> Path:
    path = folder / "plan.json"
    os.mkfifo(path)
    return path


@corpus
def device_that_never_ends(_folder: Path) -> Path:
    return Path("/dev/zero")


@corpus
def ending_that_nobody_knows(folder: Path) -> Path:
    path = folder / "plan.ods"
    path.write_text("x")
    return path


@corpus
def no_ending_at_all(folder: Path) -> Path:
    path = folder / "plan"
    path.write_text("x")
    return path
