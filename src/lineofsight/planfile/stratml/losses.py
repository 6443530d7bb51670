"""What a StratML file cannot say, counted while one is written and said in notices."""

from collections import Counter
from collections.abc import Mapping

from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext
from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.problems import Notice, quoted
from lineofsight.planfile.schema import NORTH_STAR
from lineofsight.planfile.stratml.identifiers import decoded_id

_NAMED = {"id", "text", "sequence", "other_information", "stakeholders"}
_KEPT: Mapping[int, Mapping[str, set[str]]] = {
    1: {
        "organization": {
            "name",
            "acronym",
            "text",
            "stakeholders",
            "plan_name",
            "plan_text",
            "plan_other_information",
            "plan_source",
            "plan_type",  # Part 1 is one type of plan
        },
        "people": {"id", "name", "title"},
        "strategy": {"id", "kind", "text", "published_on"},
        "pillars": _NAMED | {"name", "sponsor_id", "champion_ids", "start", "end"},
        "goals": _NAMED | {"title", "owner_id", "contributor_ids"},
        "links": {"kind", "from_id", "to_id"},
    },
}
_KEPT_2 = {
    **_KEPT[1],
    "key_results": {
        "id",
        "goal_id",
        "title",
        "type",
        "unit",
        "baseline",
        "target",
        "schedule",
        "value",
        "start",
        "end",
        "sequence",
        "other_information",
        "value_chain_stage",
        "target_text",
        "results_text",
    },
    "links": {"kind", "from_id", "to_id", "rationale"},
    "observations": {"measure_id", "date", "value", "reported", "note"},
}


class Losses:
    """Counts and says what is left out.

    Parameters
    ----------
    document : PlanDocument
        The plan that is written.
    part : int
        The part of the standard, 1 or 2.
    file : str
        The file, for messages.
    """

    def __init__(self, document: PlanDocument, part: int, file: str) -> None:
        self.unreadable_stakeholders = 0
        self._file = file
        self._links: Counter[str] = Counter()
        self._found: list[Notice] = []
        kept = _KEPT[1] if part == 1 else _KEPT_2
        for name, table in document.tables.items():
            if name not in kept:
                message = ngettext(
                    "StratML has no place for the table {table}; {count} row is left out.",
                    "StratML has no place for the table {table}; {count} rows are left out.",
                    len(table),
                )
                self._say(message.format(table=name, count=len(table)), name)
                continue
            lost = [
                column
                for columns in (table.columns, table.extras)
                for column, values in columns.items()
                if column not in kept[name] and any(_is_known(value) for value in values)
            ]
            if lost:
                message = ngettext(
                    "StratML has no place for the column {columns} of {table}; it is left out.",
                    "StratML has no place for the columns {columns} of {table}; they are left out.",
                    len(lost),
                )
                self._say(message.format(columns=", ".join(lost), table=name), name)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Everything that is left out."""
        found = list(self._found)
        for kind, count in sorted(self._links.items()):
            message = ngettext(
                "StratML cannot say {count} link of the kind {kind}; it is left out.",
                "StratML cannot say {count} links of the kind {kind}; they are left out.",
                count,
            )
            found.append(self._notice(message.format(count=count, kind=kind), "links"))
        if self.unreadable_stakeholders:
            message = ngettext(
                "The column stakeholders holds no list of them in {count} row; it is left out.",
                "The column stakeholders holds no list of them in {count} rows; it is left out.",
                self.unreadable_stakeholders,
            )
            found.append(self._notice(message.format(count=self.unreadable_stakeholders)))
        return tuple(found)

    def link(self, kind: str, to_id: str) -> None:
        """Count a link that no Relationship can express."""
        self._links[f"{kind} {NORTH_STAR}" if to_id == NORTH_STAR else kind] += 1

    def people(self, count: int) -> None:
        """Say how many people are left out because no Goal and no Objective names them."""
        if count > 0:
            message = ngettext(
                "{count} person has no part in a goal or pillar and is left out.",
                "{count} people have no part in a goal or pillar and are left out.",
                count,
            )
            self._say(message.format(count=count), "people")

    def more_statements(self, kind: str, count: int) -> None:
        """Say that statements of a kind are left out."""
        if count > 0:
            message = ngettext(
                "StratML has no place for {count} statement of the kind {kind}; it is left out.",
                "StratML has no place for {count} statements of the kind {kind}; "
                "they are left out.",
                count,
            )
            self._say(message.format(count=count, kind=kind), "strategy")

    def different_periods(self, more: int) -> None:
        """Say that pillars of different dates lose them: the plan as a whole has one period."""
        if more > 0:
            self._say(
                _("The pillars have different dates; StratML has one period, which stays empty."),
                "pillars",
            )

    def say_identifiers(self, *tables: Mapping[str, str]) -> None:
        """Say which ids could not be kept, because an Identifier is unique in the whole file."""
        changed = sum(
            decoded_id(identifier) != key for table in tables for key, identifier in table.items()
        )
        if changed:
            message = ngettext(
                "{count} id is used in another table too and gets a number.",
                "{count} ids are used in another table too and get a number.",
                changed,
            )
            self._say(message.format(count=changed))

    def source(self, address: str) -> None:
        """Say that the source of the plan is no address."""
        message = _("The source {address} is not an address; it is left out.")
        self._say(message.format(address=quoted(address)), "organization")

    def say_dropped(self, count: int) -> None:
        """Say that control characters were taken out."""
        if count:
            message = ngettext(
                "{count} character that XML cannot hold is left out.",
                "{count} characters that XML cannot hold are left out.",
                count,
            )
            self._say(message.format(count=count))

    def _say(self, message: str, table: str = "") -> None:
        self._found.append(self._notice(message, table))

    def _notice(self, message: str, table: str = "") -> Notice:
        return Notice(self._file, table, message=message)


def _is_known(value: object) -> bool:
    return value is not None and value not in ("", ())
