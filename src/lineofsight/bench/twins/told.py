"""What a run of ``bench twins`` says: for people, and as JSON."""

from __future__ import annotations

import json

from lineofsight.bench.twins.run import DECIMALS, Result
from lineofsight.kit.i18n import gettext as _


def to_json(result: Result) -> str:
    """Return a result as a JSON document."""
    return json.dumps(
        {
            "format": "lineofsight-bench-twins",
            "version": 1,
            "data": result.data,
            "vectors": result.vectors,
            "models": {
                name: {
                    "auc": round(one.auc, DECIMALS),
                    "calibration_error": round(one.calibration, DECIMALS),
                    "named": {
                        kind: {"pairs": pairs, "share": round(share, DECIMALS)}
                        for kind, (pairs, share) in one.called.items()
                    },
                    "goals": one.goals,
                    "alarms": one.alarms,
                    "in_the_same_words": one.same,
                    "alarms_per_100_goals": round(one.alarms_per_100_goals, DECIMALS),
                }
                for name, one in result.models.items()
            },
        },
        indent=1,
        ensure_ascii=False,
    )


def render_text(result: Result) -> str:
    """Return a result as a table for people."""
    names = list(result.models)
    rows: list[tuple[str, list[str]]] = [
        (_("ROC area"), [f"{one.auc:.3f}" for one in result.models.values()]),
        (_("calibration error"), [f"{one.calibration:.3f}" for one in result.models.values()]),
        (
            _("alarms per 100 goals"),
            [f"{one.alarms_per_100_goals:.2f}" for one in result.models.values()],
        ),
    ]
    kinds = dict.fromkeys(kind for one in result.models.values() for kind in one.called)
    for kind in kinds:
        shares = [f"{one.called[kind][1]:.3f}" for one in result.models.values()]
        pairs = next(iter(result.models.values())).called[kind][0]
        rows.append((_("named: {kind} ({n})").format(kind=kind, n=f"{pairs:,}"), shares))
    lines = ["".join([" " * 34, *(f"{name:>10}" for name in names)])]
    lines += ["".join([f"{head:<34}", *(f"{cell:>10}" for cell in cells)]) for head, cells in rows]
    lines += [
        "",
        _("Named: share of pairs with a probability of at least 0.8; out of fold."),
        _(
            "Alarms: pairs of untouched plans that say it in other words, have no parent in common "
            "and do not stand one below the other."
        ),
    ]
    return "\n".join(lines) + "\n"
