"""What is wrong with a plan file, said so that it can be put right."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext
from lineofsight.planfile.column import fold

MOST_KEPT = 50_000  # enough for any reader; a hostile file must not fill the memory with complaints
LONGEST_QUOTE = 60  # characters of a cell that a message repeats
_WIDE_BLANKS = "\u00a0\u202f\u3000"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where, what, and what would be right.

    ``row`` counts as the source does: the header of a sheet or CSV is row 1, the first record of a
    JSON table is row 1. Empty fields mean that the place is wider (the whole table, the file).
    """

    file: str
    table: str = ""
    row: int | None = None
    column: str = ""
    message: str = ""
    remedy: str = ""

    @property
    def place(self) -> str:
        """Name the place as a person would look for it."""
        parts = [printable(self.file)] if self.file else []
        if self.table:
            parts.append(printable(self.table))
        if self.row is not None:
            parts.append(_("row {row}").format(row=self.row))
        if self.column:
            parts.append(_("column {column}").format(column=_short(self.column)))
        return ", ".join(parts)

    def __str__(self) -> str:
        sentence = _on_one_line(f"{self.message} {self.remedy}".strip())
        return f"{self.place}: {sentence}" if self.place else sentence


@dataclass(frozen=True, slots=True)
class Notice(Problem):
    """Something that a reader should know, such as a column that was not understood; no error."""


class PlanError(Exception):
    """A plan that cannot be read or written; ``problems`` says everything that is wrong."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    @classmethod
    def one(cls, file: str, message: str, remedy: str = "") -> "PlanError":
        """Make the error for a file with a single problem."""
        return cls([Problem(file, message=message, remedy=remedy)])

    def within(self, table: str) -> "PlanError":
        """Say of the same problems that they are those of this table."""
        return PlanError(replace(problem, table=table) for problem in self.problems)

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


@dataclass(slots=True)
class Report:
    """Collects problems and notices while a plan is read; the first ``MOST_KEPT`` are kept."""

    problems: list[Problem] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    left_out: int = 0
    hints_left: int = 100

    def problem(
        self,
        file: str,
        message: object,
        remedy: str = "",
        *,
        table: str = "",
        row: int | None = None,
        column: str = "",
    ) -> None:
        """Add a problem; a message that is no text yet becomes it only if it is kept."""
        if len(self.problems) >= MOST_KEPT:
            self.left_out += 1
            return
        self.problems.append(Problem(file, table, row, column, str(message), remedy))

    def notice(
        self,
        file: str,
        message: str,
        remedy: str = "",
        *,
        table: str = "",
        row: int | None = None,
        column: str = "",
    ) -> None:
        """Add a notice; the first ``MOST_KEPT`` are kept."""
        if len(self.notices) < MOST_KEPT:
            self.notices.append(Notice(file, table, row, column, message, remedy))

    def hint(self, wrong: str, right: Mapping[str, str]) -> str:
        """Say what was probably meant by an unknown name, else nothing.

        ``right`` holds the known names by their folded form. The first hundred times only: looking
        takes time.
        """
        self.hints_left -= 1
        if self.hints_left < 0:
            return ""
        near = get_close_matches(fold(wrong)[:40], right, n=1, cutoff=0.8)
        return _("Did you mean {name}?").format(name=right[near[0]]) if near else ""

    def include(self, error: PlanError) -> None:
        """Add the problems of an error and carry on, so that one bad part does not hide others."""
        self.problems.extend(error.problems)

    @property
    def full(self) -> bool:
        """Whether problems are only counted by now, so that reading on tells nobody anything."""
        return self.left_out > 0

    def raise_problems(self) -> None:
        """Raise everything that was found.

        Raises
        ------
        PlanError
            If there is any problem.
        """
        if not self.problems:
            return
        found = list(self.problems)
        if self.left_out:
            found.append(
                Problem(
                    found[-1].file,
                    message=ngettext(
                        "There is at least {count} more problem.",
                        "There are at least {count} more problems.",
                        self.left_out,
                    ).format(count=self.left_out),
                    remedy=_("Put these right first and check again."),
                )
            )
        raise PlanError(found)


def printable(text: str) -> str:
    """Make text from a file safe to print: no control characters reach a terminal."""
    if text.isprintable():
        return text
    return "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text
    )


def _on_one_line(sentence: str) -> str:
    """Make a sentence safe to print; blanks that do not break stay, as some languages use them."""
    if sentence.isprintable():
        return sentence
    return "".join(c if c in _WIDE_BLANKS else printable(c) for c in sentence)


def quoted(value: object) -> str:
    """Repeat a cell in a message: short, on one line, in quotes.

    >>> quoted("next week")
    '“next week”'
    """
    return f"“{_short(str(value))}”"


def _short(text: str) -> str:
    text = printable(text[: LONGEST_QUOTE + 1])
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"
