"""The tables and columns of a plan file; the only place that lists them.

Readers, writers, the template, the published JSON Schema and the checks all work from ``TABLES``.
"""

from collections.abc import Mapping

from lineofsight.planfile.column import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    Column,
    Kind,
    TableSpec,
    fold,
)

__all__ = [
    "BY_FOLDED_NAME",
    "FORMAT",
    "LONGEST_TEXT",
    "LONGEST_TITLE",
    "MOST_BLANK",
    "MOST_CELLS",
    "MOST_COLUMNS",
    "NORTH_STAR",
    "TABLES",
    "VERSION",
    "Column",
    "Kind",
    "TableSpec",
    "fold",
]

FORMAT = "lineofsight-plan"
VERSION = 1
NORTH_STAR = "north_star"  # an id of its own: the measure that everything ladders up to
MOST_COLUMNS = 1_000  # of a table, those included that are not ours
MOST_BLANK = 1_100_000  # rows of a table in which nothing stands; more than a sheet has
MOST_CELLS = 40_000_000  # of a plan, empty ones included


def _id(help: str = "A short name that no other row of this table has.") -> Column:
    return Column("id", Kind.ID, required=True, help=help)


def _text(name: str, help: str, *, required: bool = False, longest: int = LONGEST_TEXT) -> Column:
    return Column(name, Kind.TEXT, required=required, help=help, longest=longest)


def _title(help: str, *, required: bool = True) -> Column:
    return _text("title", help, required=required, longest=LONGEST_TITLE)


def _date(name: str, help: str, *, required: bool = False) -> Column:
    return Column(name, Kind.DATE, required=required, help=help)


def _number(name: str, help: str, *, low: float | None = None, high: float | None = None) -> Column:
    return Column(name, Kind.NUMBER, low=low, high=high, help=help)


def _share(name: str, help: str, *, required: bool = False, low: float | None = 0) -> Column:
    return Column(name, Kind.SHARE, required=required, low=low, help=help)


def _flag(name: str, help: str) -> Column:
    return Column(name, Kind.FLAG, help=help)


def _ref(name: str, help: str, *refs: str, required: bool = False) -> Column:
    return Column(name, Kind.REF, required=required, refs=refs, help=help)


def _refs(name: str, help: str, *refs: str) -> Column:
    return Column(name, Kind.REFS, refs=refs, help=help)


def _choice(
    name: str, words: str, help: str, *, required: bool = False, open: bool = False
) -> Column:
    return Column(
        name, Kind.CHOICE, required=required, choices=tuple(words.split()), help=help, open=open
    )


_CONFIDENCE = "How sure the owner is to get there, from 0 (no hope) to 10 (certain)."
_REPORTED = "on_track at_risk off_track"


def _table(name: str, help: str, *columns: Column) -> TableSpec:
    return TableSpec(name, {column.name: column for column in columns}, help)


_SPECS = (
    _table(
        "organization",
        "One row about the organisation as a whole.",
        _text("name", "The name of the organisation."),
        _date("as_of", "The day on which this file is true; empty means today."),
    ),
    _table(
        "functions",
        "The business functions, such as Sales or Operations.",
        _id(),
        _text("name", "What the function is called.", required=True),
        _ref("head_id", "The person who leads the function.", "people"),
        _text("contribution", "What this function adds to the definition of value."),
        _text("success_measure", "The one measure by which its contribution is judged."),
        _text("gives_up", "What the function gives up for the whole."),
    ),
    _table(
        "teams",
        "The tree of teams.",
        _id(),
        _text("name", "What the team is called.", required=True),
        _ref("parent_id", "The team above this one.", "teams"),
        _ref("function_id", "The function that the team belongs to.", "functions"),
        _ref("lead_id", "The person who leads the team.", "people"),
    ),
    _table(
        "people",
        "Who works here, for whom and where.",
        _id(),
        _text("name", "The person's name.", required=True),
        _text("email", "Where the person is reached."),
        _ref("manager_id", "The person's one manager.", "people"),
        _date("manager_since", "Since when the manager is this one."),
        _refs("dotted_manager_ids", "Managers besides the one, separated by ;.", "people"),
        _ref("team_id", "The team that the person is in.", "teams"),
        _date("team_since", "Since when the person is in this team."),
        _title("What the person does.", required=False),
        _text("level", "The person's level, in the organisation's own words."),
        _flag("serves_all", "Yes for somebody whose work is to serve every pillar."),
        _date("start_date", "The person's first day."),
        _date("end_date", "The person's last day, for those who have left or will."),
        _flag("on_leave", "Yes while the person is away for long."),
        _number("check_in_days", "Days from one check-in to the next; empty means 7.", low=1),
    ),
    _table(
        "strategy",
        "Vision, mission, definition of value and North Star, a statement a row.",
        Column("id", Kind.ID, help="May stay empty: then the kind is the id, such as value-2."),
        _choice("kind", "vision mission value north_star", "What the statement is.", required=True),
        _text("text", "The statement itself.", required=True),
        _text("version", "The version of the strategy that the statement belongs to."),
        _date("published_on", "The day on which it was published."),
        _ref("measure_id", "The KPI that measures it, for the North Star.", "kpis"),
    ),
    _table(
        "pillars",
        "The strategic priorities.",
        _id("A short name that no other pillar and no goal has."),
        _text("name", "What the pillar is called.", required=True),
        _text("text", "What the pillar means, in a few sentences."),
        _share("weight", "Its part of the strategy; parts are made to add up to 1."),
        _ref("sponsor_id", "The person who answers for the pillar.", "people"),
        _refs("champion_ids", "The people who carry it, separated by ;.", "people"),
        _refs("function_ids", "The functions it needs, separated by ;.", "functions"),
        _date("start", "The pillar's first day."),
        _date("end", "The pillar's last day."),
        _refs("kpi_ids", "The KPIs that measure it, separated by ;.", "kpis"),
    ),
    _table(
        "kpis",
        "Health checks: watched, with a healthy range, without a day to be reached by.",
        _id("A short name that no other KPI has."),
        _text("name", "What is measured.", required=True),
        _text("unit", "For example %, days or EUR."),
        _number("healthy_min", "The lowest healthy value."),
        _number("healthy_max", "The highest healthy value."),
        _ref("owner_id", "The person who watches it.", "people"),
        _refs("guards", "What it guards: a pillar's id, a key result's id or north_star."),
    ),
    _table(
        "goals",
        "The goals at every level: outcomes, each with one owner. The only table a plan must have.",
        _id("A short name that no other goal and no pillar has."),
        _title("The outcome, in one sentence."),
        _text("text", "What it means and why, in a few sentences."),
        _choice("scope", "enterprise function team individual", "How wide the goal reaches."),
        _choice("kind", "objective development", "Empty means objective."),
        _choice(
            "serves",
            "strategy health obligation service",
            "What the goal is for; empty means strategy.",
        ),
        _ref("serves_id", "The KPI, duty, or team or function that it serves."),
        _date("serves_confirmed_on", "When those served last said that it serves them."),
        _ref("owner_id", "The one person who decides.", "people"),
        _refs("contributor_ids", "The people who work on it, separated by ;.", "people"),
        _ref("team_id", "The team whose goal it is.", "teams"),
        _choice(
            "cadence",
            "weekly monthly quarterly half_yearly yearly multi_year own",
            "The planning clock it follows.",
        ),
        _number("update_days", "Days from one update to the next; empty means by cadence.", low=1),
        _date("start", "The goal's first day."),
        _date("end", "The goal's last day."),
        _number("lag_days", "Days until the effect of the goals below it shows.", low=0),
        _ref("continues", "The goal that this one carries on.", "goals"),
        _choice("status", "draft active paused done cancelled", "Empty means active."),
        _choice("reported", _REPORTED, "What the owner last said."),
        _flag("blocked", "Yes while something stands in the way."),
        _number("confidence", _CONFIDENCE, low=0, high=10),
        _text("may_decide", "What the owner settles without asking."),
        _choice("rollup", "own children blend", "Whose progress counts; empty means own."),
        _flag("confidential", "Yes for a goal that not everybody may see."),
        _date("created_on", "When the goal was written down."),
    ),
    _table(
        "key_results",
        "The measures of goals.",
        _id(),
        _ref("goal_id", "The goal that it measures.", "goals", required=True),
        _title("What is measured."),
        _choice("type", "number percent currency milestone", "What kind of measure it is."),
        _text("unit", "For example %, days or EUR."),
        _number("baseline", "The value at the start."),
        _number("target", "The value to reach."),
        _number("low", "The lower end of a band to stay in."),
        _number("high", "The upper end of a band to stay in."),
        Column(
            "schedule",
            Kind.SCHEDULE,
            help="Planned values on the way, such as 2026-03-31=10;2026-06-30=25.",
        ),
        _number("value", "The value now, where there are no observations."),
        _date("start", "Its first day; empty means the goal's."),
        _date("end", "Its last day; empty means the goal's."),
        _ref("owner_id", "Who answers for it; empty means the goal's owner.", "people"),
        _share("weight", "Its part beside the goal's other key results."),
        _text("measure", "A shared name for one and the same measure in several goals."),
    ),
    _table(
        "links",
        "How goals hang together, a link a row.",
        _choice(
            "kind", "supports shares depends_on competes_with", "What the link is.", required=True
        ),
        _ref("from_id", "The goal that supports, shares, depends.", "goals", required=True),
        _ref(
            "to_id",
            "The goal or pillar at the other end, or north_star.",
            "goals",
            "pillars",
            NORTH_STAR,
            required=True,
        ),
        _share("contribution", "Its part beside the other links to the same goal."),
        _text("rationale", "Why the one helps the other."),
        _date("created_on", "When the link was drawn."),
        _date("confirmed_on", "When its parties last confirmed it."),
        _ref("confirmed_by", "The person who confirmed it.", "people"),
        _date("needed_by", "The day by which a goal needs what it depends on."),
        _date("accepted_on", "When the provider accepted."),
        _text("trade_off", "What was agreed between goals that compete."),
        _date("review_by", "When the trade-off is looked at again."),
    ),
    _table(
        "observations",
        "Dated values of key results and KPIs; a correction is a new row.",
        _ref("measure_id", "The key result or KPI.", "key_results", "kpis", required=True),
        _date("date", "The day of the value.", required=True),
        Column("value", Kind.NUMBER, required=True, help="The value on that day."),
        _number("confidence", _CONFIDENCE, low=0, high=10),
        _choice("reported", _REPORTED, "What was said of the goal on that day."),
        _text("note", "What lies behind the value."),
        _ref("author_id", "The person who reported it.", "people"),
        _text("source", "The system that delivers the value, if one does."),
    ),
    _table(
        "revisions",
        "Changes of goals, a changed field a row.",
        _ref("goal_id", "The goal that changed.", "goals", required=True),
        _date("date", "The day of the change.", required=True),
        _choice(
            "field",
            "title text measure target baseline dates owner status",
            "What changed.",
            required=True,
        ),
        _text("before", "How it read before."),
        _text("after", "How it reads since."),
        _text("reason", "Why it was changed."),
    ),
    _table(
        "assumptions",
        "What was believed when goals were set.",
        _id(),
        _text("text", "What is believed.", required=True),
        _ref("owner_id", "Who watches it.", "people"),
        _date("review_by", "When it is looked at again."),
        _choice("state", "believed confirmed false", "How it stands; empty means believed."),
        _date("decided_on", "When it was found true or false."),
        _refs("goal_ids", "The goals that rest on it, separated by ;.", "goals"),
    ),
    _table(
        "blockers",
        "What stands in the way.",
        _id(),
        _text("text", "What stands in the way.", required=True),
        _ref("goal_id", "The goal that it holds up.", "goals"),
        _ref("raised_by", "The person who raised it.", "people"),
        _date("raised_on", "The day on which it was raised.", required=True),
        _ref("can_lift_id", "The person who can lift it.", "people"),
        _text("answer", "What that person answered."),
        _date("lifted_on", "When it was lifted."),
    ),
    _table(
        "actions",
        "Deliverables that serve a goal.",
        _id(),
        _title("What is to be delivered."),
        _ref("goal_id", "The goal that it serves.", "goals"),
        _ref("owner_id", "The one person who delivers it.", "people"),
        _date("due", "The day by which it is due."),
        _date("done_on", "The day on which it was done."),
    ),
    _table(
        "check_ins",
        "Conversations between a manager and a report.",
        _id(),
        _ref("manager_id", "The manager.", "people", required=True),
        _ref("person_id", "The report.", "people", required=True),
        _date("date", "The day of the conversation.", required=True),
        Column(
            "parts",
            Kind.CHOICES,
            choices=("outcomes", "goals", "feedback", "ahead", "mattered_more"),
            help="What was talked about, separated by ;.",
        ),
        _refs("goal_ids", "The goals that were named, separated by ;.", "goals"),
    ),
    _table(
        "agreements",
        "What was promised at check-ins, by either side.",
        _id(),
        _ref("check_in_id", "The check-in at which it was promised.", "check_ins"),
        _choice("kind", "do stop pause support", "What was promised."),
        _text("text", "The promise.", required=True),
        _ref("goal_id", "The goal that it serves.", "goals"),
        _ref("owner_id", "Who promised.", "people"),
        _date("due", "The day by which it is due."),
        _date("done_on", "The day on which it was kept."),
        _choice("closed", "done moved dropped", "How it ended."),
    ),
    _table(
        "feedback",
        "Feedback from one person to another.",
        _id(),
        _date("date", "The day it was given.", required=True),
        _ref("from_id", "Who gave it.", "people", required=True),
        _ref("to_id", "Who received it.", "people", required=True),
        _ref("goal_id", "The goal that it is about.", "goals"),
        _text("text", "What was said."),
    ),
    _table(
        "allocations",
        "Where effort goes: the share of a person or a team that works on a goal.",
        _ref("person_id", "The person; or give a team.", "people"),
        _ref("team_id", "The team; or give a person.", "teams"),
        _ref("goal_id", "The goal that is worked on.", "goals", required=True),
        _share("share", "The share of their time, such as 0.25.", required=True),
    ),
    _table(
        "acknowledgements",
        "Who has read which version of the strategy.",
        _ref("person_id", "The person.", "people", required=True),
        _text("version", "The version that was read.", required=True),
        _date("date", "The day.", required=True),
        _choice("kind", "question concern contribution", "What the person answered."),
    ),
    _table(
        "answers",
        "Answers of a pulse, already added up for groups; never those of one person.",
        _text("wave", "The wave of the pulse, such as 2026-Q4.", required=True),
        _date("date", "The day of the wave."),
        _choice("question", "can_explain know why", "The question.", required=True, open=True),
        _choice("kind", "share scale choice", "How it is answered."),
        _text("option", "The option that was chosen, for a choice."),
        _choice("group_kind", "function team leaders", "What kind of group.", required=True),
        _ref("group_id", "The function or team; for leaders, the one they lead.", required=True),
        _share("score", "A share from 0 to 1 for can_explain, a mean otherwise.", low=None),
        Column(
            "count",
            Kind.NUMBER,
            required=True,
            low=0,
            whole=True,
            help="How many people answered.",
        ),
    ),
)

TABLES: Mapping[str, TableSpec] = {spec.name: spec for spec in _SPECS}
BY_FOLDED_NAME: Mapping[str, str] = {fold(name): name for name in TABLES}
