"""9xx Shared understanding: do people see the same picture? Definitions: DEFINITIONS section 7."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from lineofsight.engine import subjects
from lineofsight.engine.codes import AnswerKind, GroupKind
from lineofsight.engine.columns import BoolArray, IntArray, StrArray
from lineofsight.engine.finding import EvidenceValue
from lineofsight.engine.lens import Lenses
from lineofsight.engine.loading import distinct, place_of
from lineofsight.engine.ragged import Ragged
from lineofsight.engine.rules import tell
from lineofsight.engine.rules.rule import Audience, Hit, Limits, rule
from lineofsight.engine.statistics import wilson
from lineofsight.kit.i18n import gettext as _

TOLERANCE = 1e-9
CAN_EXPLAIN = "can_explain"


def natural_key(text: str) -> list[tuple[int, int, str]]:
    """Sort key in which 10 comes after 9.

    Examples
    --------
    >>> sorted(["v10", "v9", "v9.1"], key=natural_key)
    ['v9', 'v9.1', 'v10']
    """
    parts = re.findall(r"\d+|\D+", text)
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]


@rule(
    "LOS901",
    "unacknowledged-strategy",
    Audience(first=_("that leader"), above=_("as a count over at least five leaders")),
    needs=("acknowledgements", "strategy", "people"),
    about_people=True,
    limits={"answer_days": 14},
)
def unacknowledged_strategy(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find leaders who have not answered the present version of the strategy."""
    snapshot, people, said = (
        lenses.snapshot,
        lenses.snapshot.people,
        lenses.snapshot.acknowledgements,
    )
    strategy = snapshot.strategy
    versions = [str(v) for v in strategy.version[strategy.published] if v]
    if not versions:
        return
    present = max(versions, key=natural_key)
    answered = np.zeros(len(people), dtype=bool)
    mine = said.version == present
    answered[said.person[mine & (said.person >= 0)]] = True
    published = strategy.published_on[strategy.version == present]
    known = published[~np.isnan(published)]
    # It has come once all of it has.
    since = float(known.max()) if len(known) else float("nan")
    if np.isnan(since) and mine.any():
        since = float(said.day[mine].min())
    if not snapshot.day - since > limits["answer_days"] + TOLERANCE:
        return
    days = int(snapshot.day - since)
    for person in np.flatnonzero(_leads(lenses) & people.present & ~answered).tolist():
        yield Hit(
            about=subjects.person(person),
            sentence=_(
                "No answer from {name} to version {version} of the strategy is on record, {days} "
                "after it came: a question, a concern or one sentence would do."
            ).format(name=people.name[person], version=present, days=tell.days(days)),
            people=(person,),
            question=_("How does your function carry this, in one sentence?"),
            evidence={"version": present, "days": days},
        )


def _leads(lenses: Lenses) -> BoolArray:
    """For each person, whether they lead a team, have a report, sponsor or champion a pillar."""
    snapshot = lenses.snapshot
    leads = lenses.rhythm.n_reports > 0
    for named in (
        snapshot.teams.lead,
        snapshot.pillars.sponsor,
        snapshot.pillars.champions.items,
    ):
        leads[named[named >= 0]] = True
    return leads


def latest_wave(lenses: Lenses, rows: IntArray) -> IntArray:
    """Keep the rows of the latest wave: by newest date, without dates by natural order."""
    answers = lenses.snapshot.answers
    if not len(rows):
        return rows

    waves, place = distinct(answers.wave[rows])
    newest = np.full(len(waves), -np.inf)
    np.fmax.at(newest, place, answers.day[rows])
    last = max(range(len(waves)), key=lambda i: (newest[i], natural_key(str(waves[i]))))
    return rows[place == last]


@rule(
    "LOS902",
    "divergent-models",
    Audience(first=_("the leaders together"), above=_("everyone, as a distribution")),
    needs=("answers",),
    limits={"min_answers": 5, "min_agreement": 0.6, "min_apart": 1.5},
)
def divergent_models(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find questions on which leaders mean different things."""
    answers = lenses.snapshot.answers
    leaders = np.flatnonzero(answers.group_kind == GroupKind.LEADERS)
    questions, place = distinct(answers.question[leaders])
    rows_of = Ragged.group(place, leaders, len(questions))
    for number, asked in enumerate(questions.tolist()):
        rows = latest_wave(lenses, rows_of[number])
        for kind, judge in ((AnswerKind.CHOICE, _choices), (AnswerKind.SCALE, _scales)):
            of_kind = rows[answers.kind[rows] == kind]
            if answers.count[of_kind].sum() < limits["min_answers"] - TOLERANCE:
                continue
            told = judge(lenses, of_kind, limits)
            if told is None:
                continue
            sentence, distribution = told
            yield Hit(
                about=subjects.question(asked, int(of_kind[0])),
                sentence=_("Asked {question}, {told}").format(
                    question=tell.quoted(asked.replace("_", " ")), told=sentence
                ),
                people=_heads_of(lenses, answers.group[of_kind]),
                question=_("What would each of us say, and which answer do we mean to give?"),
                evidence={"question": asked, "distribution": distribution},
            )
            break


def _choices(
    lenses: Lenses, rows: IntArray, limits: Limits
) -> tuple[str, dict[str, EvidenceValue]] | None:
    """Judge a forced choice: is any option the answer of most."""
    answers = lenses.snapshot.answers
    options, place = distinct(answers.option[rows])
    counts = np.bincount(place, weights=answers.count[rows])
    total = float(counts.sum())
    largest = float(counts.max()) / total
    if not largest < limits["min_agreement"] - TOLERANCE:
        return None
    sentence = _(
        "leaders gave {n} different answers; the most frequent has {most} of {all}."
    ).format(n=len(options), most=int(counts.max()), all=int(total))
    ranked = sorted(
        zip(options.tolist(), counts.tolist(), strict=True), key=lambda o: (-o[1], o[0])
    )
    return sentence, {option: int(count) for option, count in ranked}


def _scales(
    lenses: Lenses, rows: IntArray, limits: Limits
) -> tuple[str, dict[str, EvidenceValue]] | None:
    """Judge a scale: how far apart are the leaders of two functions."""
    answers = lenses.snapshot.answers
    groups, place = distinct(answers.group[rows])
    weight = np.where(np.isnan(answers.score[rows]), 0.0, np.nan_to_num(answers.count[rows]))
    total = np.bincount(place, weights=weight)
    summed = np.bincount(place, weights=np.nan_to_num(answers.score[rows]) * weight)
    known = total > 0
    means = summed[known] / total[known]
    groups = groups[known]
    if len(means) < 2 or means.max() - means.min() < limits["min_apart"] - TOLERANCE:
        return None
    names = {str(i): str(n) for i, n in zip(*_function_names(lenses), strict=True)}
    low, high = str(groups[means.argmin()]), str(groups[means.argmax()])
    sentence = _("{high} says {top} of 5 and {low} {bottom}.").format(
        high=names.get(high, high),
        top=f"{means.max():.1f}",
        low=names.get(low, low),
        bottom=f"{means.min():.1f}",
    )
    return sentence, {str(g): float(m) for g, m in zip(groups, means, strict=True)}


def _function_names(lenses: Lenses) -> tuple[StrArray, StrArray]:
    return lenses.snapshot.functions.ids, lenses.snapshot.functions.name


def _heads_of(lenses: Lenses, groups: StrArray) -> tuple[int, ...]:
    """Heads of the functions whose leaders answered."""
    place = {str(identifier): i for i, identifier in enumerate(lenses.snapshot.functions.ids)}
    asked = [place[g] for g in dict.fromkeys(str(g) for g in groups) if g in place]
    return tuple(tell.head_of_function(lenses, f) for f in asked)


@dataclass(frozen=True, slots=True)
class Explained:
    """How many of a group can explain, in the latest wave that asked groups of its kind."""

    group: str  # id
    wave: str
    share: float  # in [0, 1]
    count: float  # who answered, above 0


def _explained(lenses: Lenses, kind: GroupKind) -> Iterator[Explained]:
    """Yield what the groups of a kind answered, by group; several rows of one taken together."""
    answers = lenses.snapshot.answers
    asked = (answers.question == CAN_EXPLAIN) & (answers.group_kind == kind)
    rows = latest_wave(lenses, np.flatnonzero(asked))
    rows = rows[(answers.count[rows] > 0) & ~np.isnan(answers.score[rows])]
    rows_of: dict[str, list[int]] = {}
    for row in rows.tolist():
        rows_of.setdefault(str(answers.group[row]), []).append(row)
    for group, mine in rows_of.items():
        count = float(answers.count[mine].sum())
        share = float((answers.score[mine] * answers.count[mine]).sum() / count)
        yield Explained(group, str(answers.wave[mine[0]]), share, count)


@rule(
    "LOS903",
    "cannot-explain",
    Audience(
        first=_("the group's leader"),
        then=_("the group itself, with what follows"),
        above=_("the executives, by group"),
    ),
    needs=("answers",),
    limits={"min_count": 8, "max_upper": 0.4, "programme_count": 30},
)
def cannot_explain(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find groups in which surely too few can explain how their work counts."""
    for kind in (GroupKind.FUNCTION, GroupKind.TEAM):
        for said in _explained(lenses, kind):
            share, count = said.share, said.count
            if count < limits["min_count"] - TOLERANCE:
                continue
            _low, upper = wilson(share * count, count)
            group = _group(lenses, kind, said.group)
            if group is None or not upper < limits["max_upper"] - TOLERANCE:
                continue
            about, name, leader = group
            large = count >= limits["programme_count"] - TOLERANCE
            sentence = _(
                "In {name}, {can} of the {count} who answered say they can explain how their work "
                "serves the goals of the whole."
            ).format(name=name, can=round(share * count), count=int(count))
            if large:
                question = _("Shall we plan ninety days for this, and with whom do we begin?")
            else:
                question = _("What would you have to hear from me to say it in one sentence?")
            yield Hit(
                about=about,
                sentence=sentence,
                people=(leader,),
                question=question,
                evidence={
                    "wave": said.wave,
                    "share": share,
                    "count": int(count),
                    "upper": upper,
                    "proposes": "programme" if large else "talk",
                },
            )


def _group(
    lenses: Lenses, kind: GroupKind, identifier: str
) -> tuple[subjects.Ref, str, int] | None:
    """A function or team as a subject, its name and its leader; None if it is not in the plan."""
    snapshot = lenses.snapshot
    table = snapshot.functions if kind == GroupKind.FUNCTION else snapshot.teams
    index = place_of(table.ids, identifier)
    if index < 0:
        return None
    if kind == GroupKind.FUNCTION:
        return subjects.function(index), str(table.name[index]), int(snapshot.functions.head[index])
    return subjects.team(index), str(table.name[index]), int(snapshot.teams.lead[index])


@rule(
    "LOS904",
    "paper-alignment",
    Audience(first=_("the function's leader"), above=_("the executives, by function")),
    needs=("answers", "people"),
    limits={"min_count": 10, "max_gap": 0.3},
)
def paper_alignment(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find the function in which the plan and what people see lie furthest apart."""
    snapshot = lenses.snapshot
    furthest: tuple[float, int, Explained, float] | None = None
    for said in _explained(lenses, GroupKind.FUNCTION):
        function = place_of(snapshot.functions.ids, said.group)
        if function < 0 or said.count < limits["min_count"] - TOLERANCE:
            continue
        paper = lenses.sight.share_with_line(snapshot.people.function, function)
        if paper is None:
            continue
        gap = round(abs(paper - said.share), 12)
        if furthest is None or gap > furthest[0] or (gap == furthest[0] and function < furthest[1]):
            furthest = (gap, function, said, paper)
    if furthest is None or not furthest[0] > limits["max_gap"] + TOLERANCE:
        return
    _gap, function, said, paper = furthest
    yield Hit(
        about=subjects.function(function),
        sentence=_(
            "On paper {paper} of the people in {name} have a line to the strategy; "
            "{can} of the {count} who answered say they can explain it."
        ).format(
            paper=tell.percent(paper),
            name=snapshot.functions.name[function],
            can=round(said.share * said.count),
            count=int(said.count),
        ),
        people=(tell.head_of_function(lenses, function),),
        question=_("Who is right, the plan or the people?"),
        evidence={
            "wave": said.wave,
            "share": said.share,
            "count": int(said.count),
            "plan_share": paper,
        },
    )


@rule(
    "LOS906",
    "leaders-first",
    Audience(
        first=_("that leader, before anyone below is asked"),
        above=_("as a count over at least five leaders"),
    ),
    needs=("people", "teams"),
    about_people=True,
    limits={"min_share": 0.5, "min_people": 3},
)
def leaders_first(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
    """Find leaders whose own goals cannot be seen while their team's can."""
    snapshot, goals, people = lenses.snapshot, lenses.snapshot.goals, lenses.snapshot.people
    owns, shows = np.zeros(len(people), dtype=bool), np.zeros(len(people), dtype=bool)
    owned = goals.active & (goals.owner >= 0)
    owns[goals.owner[owned]] = True
    shows[goals.owner[owned & ~goals.confidential]] = True
    found: dict[int, dict[int, float]] = {}
    for team in range(len(snapshot.teams)):
        lead, members = int(snapshot.teams.lead[team]), lenses.load.members[team]
        if lead < 0 or not people.present[lead] or shows[lead] or not len(members):
            continue
        with_goals = int(owns[members].sum())
        share = with_goals / len(members)
        enough = with_goals >= limits["min_people"] - TOLERANCE
        if enough and share >= limits["min_share"] - TOLERANCE:
            found.setdefault(lead, {})[team] = share
    for lead, teams in sorted(found.items()):
        first = next(iter(teams))
        members = lenses.load.members[first]
        yield Hit(
            about=subjects.person(lead),
            sentence=_(
                "{count} of the {all} people in {team} own a goal; no goal of {name}, who leads "
                "them, can be seen."
            ).format(
                count=int(owns[members].sum()),
                all=len(members),
                team=snapshot.teams.name[first],
                name=people.name[lead],
            ),
            people=(lead,),
            question=_("Which of your own goals could your team see this week?"),
            evidence={
                "team": str(snapshot.teams.ids[first]),
                "share": teams[first],
                "teams": tell.ids(snapshot.teams.ids, list(teams)),
            },
            others=tuple(subjects.team(team) for team in teams),
        )
