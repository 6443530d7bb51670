"""Any plan that Hypothesis can think of."""

from hypothesis import strategies as st

from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.schema import TABLES, Column, Kind, fold

EVIL = (
    *("=1+1", "'=1+1", "''@x", "-5", "+", "a;b", 'say "so"', "1,5"),
    *("_x0041_x0042_", "<r>x</r>", "x\r\ny"),
)
_TEXT = st.sampled_from(EVIL) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=12
)
_WORDS = _TEXT.map(str.strip).filter(bool)
_IDS = _WORDS.filter(lambda text: ";" not in text and ">" not in text and text != "north_star")
_ENDS = {"end": "start", "end_date": "start_date", "high": "low", "healthy_max": "healthy_min"}


@st.composite
def documents(draw: st.DrawFn) -> PlanDocument:
    """Any plan of a few rows, with columns that are not ours."""
    chosen = draw(st.sets(st.sampled_from(sorted(TABLES)), max_size=4)) | {"goals"}
    ids = _ids_of(draw, chosen)
    tables = {}
    for name in TABLES:
        if name in chosen:
            keys = ids.get(name) or [""] * draw(st.integers(1, 3))
            extra = draw(st.lists(_WORDS.filter(_is_ours(name)), max_size=2, unique_by=str.strip))
            rows = [
                _row(draw, name, key, ids, chosen)
                for key in keys[: 1 if name == "organization" else 9]
            ]
            tables[name] = [row | {key: draw(_WORDS) for key in extra} for row in rows]
    if "links" in tables:
        tables["links"] = _unique_links(tables["links"])
    return PlanDocument.from_rows(tables)


def _ids_of(draw: st.DrawFn, chosen: set[str]) -> dict[str, list[str]]:
    shared = draw(st.lists(_IDS, min_size=5, max_size=8, unique=True))
    found = {name: shared[:3] for name in chosen if TABLES[name].has_ids}
    if "pillars" in found:
        found["pillars"] = shared[3:]
    if "strategy" in found:
        found["strategy"] = [""] * len(found["strategy"])
    return found


def _is_ours(table: str):  # type: ignore[no-untyped-def]  # a predicate on str
    known = {fold(name) for name in TABLES[table].columns}
    return lambda name: fold(name) not in known and fold(name.rstrip("* ")) not in known


def _row(
    draw: st.DrawFn, table: str, key: str, ids: dict[str, list[str]], chosen: set[str]
) -> dict[str, object]:
    row: dict[str, object] = {}
    for column in TABLES[table].columns.values():
        if column.kind is Kind.ID:
            row[column.name] = key
        elif column.required or draw(st.booleans()):
            row[column.name] = draw(_value(column, key, ids, chosen))
        low = _ENDS.get(column.name, "")
        if row.get(low) is not None and row.get(column.name) is not None:
            row[low], row[column.name] = sorted([row[low], row[column.name]])  # type: ignore[type-var]  # both days or both numbers
    if table == "organization":
        row["name"] = draw(_WORDS)
    if table == "allocations":
        row.setdefault(
            "person_id", draw(_value(TABLES[table].columns["person_id"], key, ids, chosen))
        )
    if row.get("question") == "can_explain":
        row["score"] = None
    return row


def _value(
    column: Column, key: str, ids: dict[str, list[str]], chosen: set[str]
) -> st.SearchStrategy[object]:
    match column.kind:
        case Kind.CHOICE:
            return st.sampled_from(column.choices)
        case Kind.CHOICES:
            return st.lists(st.sampled_from(column.choices), max_size=3).map(tuple)
        case Kind.REF | Kind.REFS:
            there = [ref for ref in column.refs if ref in chosen]
            known = [name for ref in there for name in ids[ref]]
            if column.name in {"parent_id", "manager_id"} and not column.required:
                known = known[: known.index(key)]  # upwards only: no circles
            one = st.sampled_from(known) if known else (st.just("") if there else _IDS)
            if column.kind is Kind.REF:
                return one
            return (
                st.lists(one.filter(bool), max_size=3).map(tuple)
                if known or not there
                else st.just(())
            )
        case Kind.NUMBER | Kind.SHARE:
            if column.whole:
                return st.integers(0, 10**6)
            return st.floats(column.low, column.high, allow_nan=False, allow_infinity=False)
        case Kind.DATE:
            return st.dates()
        case Kind.FLAG:
            return st.booleans()
        case Kind.SCHEDULE:
            return st.just("2026-01-31=1;2026-02-28=-2.5")
    return _WORDS


def _unique_links(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    return list({(row["from_id"], row["to_id"], row["kind"]): row for row in rows}.values())
