"""A result as a document and as a table for people."""

import json

from lineofsight.bench.rules.result import Result, Score
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext


def to_json(result: Result) -> str:
    """Return a result as a JSON document."""
    return json.dumps(
        {
            "format": "lineofsight-bench-rules",
            "version": 1,
            "seed": result.seed,
            "data": result.data,
            "plans": list(result.plans),
            "exact": result.exact,
            "textual_alarms_per_100_goals": _rounded(result.alarms_per_100_goals),
            "textual_false_alarms_per_100_goals": _rounded(result.false_per_100_goals),
            "textual_false_alarms_error": _rounded(result.false_error),
            "rules": [_record(score) for score in result.scores.values()],
            "disagreements": [
                {
                    "rule": one.rule,
                    "plan": one.plan,
                    "plant": one.plant,
                    "subject": {"kind": one.subject[0], "id": one.subject[1]},
                    "only": one.only,
                }
                for one in result.disagreements
            ],
        },
        ensure_ascii=False,
        indent=1,
    )


def _record(score: Score) -> dict[str, object]:
    graded = score.graded
    return {
        "rule": score.rule,
        "kind": score.kind,
        "plans": score.plans,
        "defects": score.defects,
        "neighbours": score.neighbours,
        "agreed": score.agreed,
        "engine_only": score.engine_only,
        "reading_only": score.reading_only,
        "precision": _rounded(score.precision),
        "recall": _rounded(score.recall),
        "roc_area": _rounded(score.roc_area),
        "graded": None
        if graded is None
        else {
            "there": len(graded.there),
            "found": graded.found,
            "nothing": len(graded.nothing),
            "alarms": graded.alarms,
        },
        "alarms_per_100_goals": _rounded(score.alarms_per_100_goals),
        "judged": score.judged,
        "judged_false": score.judged_false,
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def render_text(result: Result) -> str:
    """Return a result as a table for people."""
    heads = (
        *(_("rule"), _("defects"), _("neighbours"), _("precision"), _("recall")),
        *(_("ROC area"), _("alarms"), _("of them false")),
    )
    lines = [_line(heads)]
    for score in result.scores.values():
        counts = (score.rule, str(score.defects), str(score.neighbours))
        shares = (_two(score.precision), _two(score.recall), _two(score.roc_area))
        lines.append(_line((*counts, *shares, _two(score.alarms_per_100_goals), _false(score))))
    exact = sum(score.exact for score in result.scores.values() if not score.textual)
    structural = sum(not score.textual for score in result.scores.values())
    lines += ["", _summary(result, exact, structural)]
    lines.append(
        _(
            "Alarms: findings of rules on wording and chance per 100 goals of real plans that "
            "nobody touched; of them false: of those that somebody has read and judged."
        )
    )
    lines += _together(result)
    lines += [_graded(score) for score in result.scores.values() if score.graded is not None]
    shown = result.disagreements[:20]
    if shown:
        lines += ["", _("Where engine and reading differ:")]
        lines += [
            _("  {rule} {kind} {id}: only the {only} names it ({plan}, {plant})").format(
                rule=one.rule,
                kind=one.subject[0],
                id=one.subject[1],
                only=one.only,
                plan=one.plan,
                plant=one.plant,
            )
            for one in shown
        ]
        more = len(result.disagreements) - len(shown)
        if more:
            lines.append(ngettext("  and {n} more", "  and {n} more", more).format(n=more))
    return "\n".join(lines) + "\n"


def _summary(result: Result, exact: int, structural: int) -> str:
    plans = len(result.plans)
    tried = ngettext("{n} plan", "{n} plans", plans).format(n=plans)
    return _(
        "{exact} of {all} rules that follow from the record are exact, on {plans} (seed {seed})."
    ).format(exact=exact, all=structural, plans=tried, seed=result.seed)


def _together(result: Result) -> list[str]:
    """Say what all rules on wording give together."""
    alarms, false = result.alarms_per_100_goals, result.false_per_100_goals
    if alarms is None:
        return []
    together = _("All rules on wording together: {alarms} findings per 100 goals").format(
        alarms=_two(alarms)
    )
    if false is None:
        return [_("{together}; none of them was judged.").format(together=together)]
    return [
        _("{together}, {false} ± {error} of them false.").format(
            together=together, false=_two(false), error=_two(result.false_error)
        )
    ]


def _graded(score: Score) -> str:
    graded = score.graded
    if graded is None:
        return ""
    return _(
        "{rule}, where it is more or less plain: {found} of {there} found, "
        "{alarms} of {nothing} others."
    ).format(
        rule=score.rule,
        found=graded.found,
        there=len(graded.there),
        alarms=graded.alarms,
        nothing=len(graded.nothing),
    )


def _false(score: Score) -> str:
    return f"{score.judged_false}/{score.judged}" if score.judged else "-"


def _two(share: float | None) -> str:
    return "-" if share is None else f"{share:.2f}"


def _line(cells: tuple[str, ...]) -> str:
    first, *others = cells
    return f"{first:<8}" + "".join(f"{cell:>14}" for cell in others)
