"""An independent, plainly written reading of a plan, to compare the engine with.

Nothing here is fast, and nothing here is shared with the engine: the rules are read from the
definitions a second time, with dictionaries and loops. Where engine and reading differ, one of
them is wrong, and the definitions say which.
"""

from collections.abc import Iterable
from datetime import date

from lineofsight.bench.reading import (
    clocks,
    drift,
    forecasts,
    meaning,
    measures,
    ownership,
    rhythm,
    series,
    structure,
    truth,
    twins,
    understanding,
    writing,
)
from lineofsight.bench.reading.facts import Record, Rows
from lineofsight.bench.reading.graph import Line
from lineofsight.bench.reading.seen import Reading, Rule, Seen, Subject
from lineofsight.bench.reading.severity import stake_of
from lineofsight.engine.meaning.vectors import Vectors

RULES: dict[str, Rule] = {
    **structure.RULES,
    **meaning.RULES,
    **drift.RULES,
    **twins.RULES,
    **measures.RULES,
    **clocks.RULES,
    **truth.RULES,
    **series.RULES,
    **forecasts.RULES,
    **rhythm.RULES,
    **ownership.RULES,
    **writing.RULES,
    **understanding.RULES,
}

# The tables that each rule needs, besides goals.
NEEDS: dict[str, tuple[str, ...]] = {
    "LOS102": ("people",),
    "LOS106": ("links",),
    "LOS107": ("links",),
    "LOS108": ("links",),
    "LOS109": ("pillars",),
    "LOS201": ("links",),
    "LOS202": ("links",),
    "LOS203": ("links", "pillars"),
    "LOS204": ("links", "revisions"),
    "LOS206": ("strategy",),
    "LOS301": ("key_results",),
    "LOS302": ("key_results",),
    "LOS304": ("key_results", "observations", "teams"),
    "LOS306": ("kpis",),
    "LOS307": ("functions",),
    "LOS308": ("links",),
    "LOS401": ("links",),
    "LOS402": ("links",),
    "LOS403": ("pillars", "teams", "functions"),
    "LOS404": ("observations",),
    "LOS405": ("observations",),
    "LOS501": ("assumptions",),
    "LOS502": ("assumptions", "revisions"),
    "LOS503": ("observations",),
    "LOS504": ("observations",),
    "LOS505": ("observations",),
    "LOS506": ("key_results", "teams"),
    "LOS507": ("revisions",),
    "LOS509": ("observations",),
    "LOS601": ("check_ins", "people"),
    "LOS602": ("check_ins",),
    "LOS603": ("feedback", "people"),
    "LOS604": ("check_ins", "agreements"),
    "LOS605": ("feedback", "people"),
    "LOS606": ("actions",),
    "LOS607": ("check_ins", "observations"),
    "LOS608": ("blockers",),
    "LOS609": ("actions",),
    "LOS610": ("people",),
    "LOS702": ("people",),
    "LOS703": ("people",),
    "LOS704": ("people", "links", "actions"),
    "LOS705": ("pillars",),
    "LOS706": ("allocations", "pillars"),
    "LOS707": ("people", "check_ins"),
    "LOS708": ("people", "check_ins"),
    "LOS802": ("key_results",),
    "LOS803": ("teams",),
    "LOS901": ("acknowledgements", "strategy", "people"),
    "LOS902": ("answers",),
    "LOS903": ("answers",),
    "LOS904": ("answers", "people"),
    "LOS906": ("people", "teams"),
}
# Rules that ask where the top is.
ROOTED = {"LOS101", "LOS102", "LOS103", "LOS104", "LOS105", "LOS109"}
# Rules whose subject is a person or a pair of people, and LOS607, which reads their talks.
ABOUT_PEOPLE = {
    *("LOS102", "LOS405", "LOS901", "LOS906"),
    *("LOS601", "LOS602", "LOS603", "LOS604", "LOS605", "LOS607", "LOS610"),
    *("LOS703", "LOS704", "LOS707", "LOS708"),
}
# Rules that run only where they are asked for.
ON_REQUEST = {"LOS206"}
# Rules that know words.
LANGUAGE = {"LOS301", "LOS801", "LOS804"}

__all__ = ["RULES", "Line", "Reading", "Record", "Rows", "Seen", "Subject", "read", "skipped"]


def skipped(
    rows: Rows, as_of: date, *, people: bool = True, asked: Iterable[str] = ()
) -> dict[str, str]:
    """Return the rules that do not run on a plan, each with the reason.

    ``asked`` are the rules that are asked for by name. Reasons are ``no table NAME``,
    ``no pillar, North Star or enterprise goal``, ``no word list for this language``,
    ``about people: only with --people`` and ``off until asked for``.
    """
    return _skipped(Reading(rows, as_of), people=people, asked=set(asked))


def _skipped(reading: Reading, *, people: bool, asked: set[str]) -> dict[str, str]:
    there = reading.plan.there
    reasons: dict[str, str] = {}
    for rule in RULES:
        missing = [table for table in NEEDS.get(rule, ()) if table not in there]
        if rule in ON_REQUEST - asked:
            reasons[rule] = "off until asked for"
        elif missing:
            reasons[rule] = f"no table {missing[0]}"
        elif rule == "LOS806" and not there & {"strategy", "pillars"}:
            reasons[rule] = "no table strategy or pillars"
        elif rule in ROOTED and not reading.graph.roots:
            reasons[rule] = "no pillar, North Star or enterprise goal"
        elif rule in ABOUT_PEOPLE and not people:
            reasons[rule] = "about people: only with --people"
        elif rule in LANGUAGE and not writing.listed_language(reading):
            reasons[rule] = "no word list for this language"
    return reasons


def findings(
    reading: Reading, *, people: bool = True, rules: Iterable[str] | None = None
) -> dict[str, list[Seen]]:
    """Return what each rule that runs sees, with its evidence; ``rules`` limits which are asked."""
    chosen = None if rules is None else set(rules)
    off = _skipped(reading, people=people, asked=chosen or set())
    asked = {rule: how for rule, how in RULES.items() if chosen is None or rule in chosen}
    return {rule: reading.found(rule, how) for rule, how in asked.items() if rule not in off}


def read(
    rows: Rows,
    as_of: date,
    *,
    people: bool = True,
    rules: Iterable[str] | None = None,
    vectors: Vectors | None = None,
) -> dict[str, set[Subject]]:
    """Read a plan by every rule.

    Parameters
    ----------
    rows : Rows
        Table name -> records; not changed.
    as_of : date
        The instant.
    people : bool
        Whether the rules whose subject is a person or a pair of people run.
    rules : iterable of str, optional
        Only these rules; by default all but those that run only where they are asked for.
    vectors : Vectors, optional
        What texts are compared by, beside their words.

    Returns
    -------
    dict of rule to set of (kind, id)
        The subjects that each rule sees. A rule that does not run is not in it; `skipped` says why.
    """
    found = findings(Reading(rows, as_of, vectors), people=people, rules=rules)
    return {rule: {seen.subject for seen in seens} for rule, seens in found.items()}


def stakes_of_findings(rows: Rows, as_of: date) -> dict[tuple[str, str, str], float]:
    """Return the stake of each finding: (rule, kind, id) -> a share in [0, 1]."""
    reading = Reading(rows, as_of)
    return {
        (rule, seen.kind, seen.id): stake_of(reading, rule, seen)
        for rule, seens in findings(reading).items()
        for seen in seens
    }


def weights(rows: Rows, as_of: date) -> dict[str, float]:
    """Return the weight of each root."""
    return Reading(rows, as_of).flow.weights


def stake(rows: Rows, as_of: date) -> dict[str, float]:
    """Return the stake of each goal, in [0, 1]."""
    reading = Reading(rows, as_of)
    return {goal: reading.flow.stakes[goal] for goal in reading.plan.goals}


def leaf_sum(rows: Rows, as_of: date) -> float:
    """Return the stake where it stops + the weight of roots that nobody carries: always 1."""
    return Reading(rows, as_of).flow.leaf_sum()


def held(rows: Rows, as_of: date, goals: Iterable[str]) -> float:
    """Return what rests on some goals taken together, nothing counted twice."""
    return Reading(rows, as_of).flow.held(goals)


def progress(rows: Rows, as_of: date) -> dict[str, float | None]:
    """Return the progress of each goal by its roll-up, in [0, 1]; None is unknown."""
    reading = Reading(rows, as_of)
    return {goal: reading.progress.goal(goal, as_of) for goal in reading.plan.goals}


def on_track(rows: Rows, as_of: date) -> dict[str, bool | None]:
    """Return whether each goal is on track; None is unknown."""
    reading = Reading(rows, as_of)
    return {goal: reading.progress.on_track(goal, as_of) for goal in reading.plan.goals}


def depth(rows: Rows, as_of: date) -> dict[str, int | None]:
    """Return the links on each goal's shortest path; 0 for a root, None without a path."""
    reading = Reading(rows, as_of)
    return {goal: reading.graph.depth(goal) for goal in reading.plan.goals}


def lines(rows: Rows, as_of: date) -> dict[str, Line | None]:
    """Return the line of sight of each goal: its strength and its path; None without a path."""
    reading = Reading(rows, as_of)
    return {goal: reading.graph.line(goal) for goal in reading.plan.goals}


def summary(rows: Rows, as_of: date) -> dict[str, float | None]:
    """Return ``goals_with_line`` and ``people_with_line``: shares, None if nothing to count."""
    reading = Reading(rows, as_of)
    objectives = [goal for goal in reading.plan.goals if reading.plan.objective(goal)]
    present = [person for person in reading.plan.people if reading.company.present(person)]
    if not reading.graph.roots:
        return {"goals_with_line": None, "people_with_line": None}
    with_path = sum(reading.graph.has_path(goal) for goal in objectives)
    with_line = sum(not reading.company.without_line(person) for person in present)
    return {
        "goals_with_line": with_path / len(objectives) if objectives else None,
        "people_with_line": with_line / len(present) if present else None,
    }
