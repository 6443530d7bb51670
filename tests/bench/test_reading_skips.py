"""Which rules the reading leaves out, and why."""

from datetime import date

from lineofsight.bench import reading
from lineofsight.bench.reading import Rows

TODAY = date(2026, 11, 21)
LONE: Rows = {"goals": [{"id": "G", "title": "Cut leakage in Leeds by half"}]}


def test_a_missing_table_is_named():
    assert reading.skipped(LONE, TODAY)["LOS606"] == "no table actions"


def test_a_table_without_rows_is_missing():
    assert reading.skipped({**LONE, "actions": []}, TODAY)["LOS606"] == "no table actions"


def test_without_a_root_the_structure_is_not_judged():
    skipped = reading.skipped({**LONE, "people": [{"id": "P", "name": "P"}]}, TODAY)

    rooted = {rule for rule, why in skipped.items() if why.startswith("no pillar")}
    # LOS109 asks for pillars first.
    assert rooted == {"LOS101", "LOS102", "LOS103", "LOS104", "LOS105"}


def test_rules_about_people_need_to_be_asked_for():
    rows: Rows = {**LONE, "people": [{"id": "P", "name": "P"}]}

    assert "LOS703" in reading.read(rows, TODAY)
    assert "LOS703" not in reading.read(rows, TODAY, people=False)


def test_an_unlisted_language_is_said():
    title = "Reduzierung der Durchlaufzeit im Vertrieb und in der Produktion um die Haelfte"
    rows: Rows = {"goals": [{"id": f"G{n}", "title": title} for n in range(3)]}

    assert reading.skipped(rows, TODAY)["LOS801"] == "no word list for this language"
    assert "LOS805" in reading.read(rows, TODAY)


def test_only_the_rules_asked_for_are_read():
    assert set(reading.read(LONE, TODAY, rules=["LOS701", "LOS805"])) == {"LOS701", "LOS805"}
