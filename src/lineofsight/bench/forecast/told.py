"""The result of the forecast bench as JSON, and as tables for people."""

from __future__ import annotations

import json
from collections.abc import Sequence
from math import isfinite

from lineofsight.bench.forecast.chance import Chance
from lineofsight.bench.forecast.run import Result
from lineofsight.bench.forecast.scores import Interval
from lineofsight.bench.forecast.series import Read
from lineofsight.bench.forecast.table import METHODS, Row
from lineofsight.engine.codes import word
from lineofsight.engine.forecast.constants import CADENCES, Constants
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext

Json = dict[str, object]
MOST_NOTICES = 20


def to_json(result: Result) -> str:
    """Return a result as a JSON document; what could not be judged is null or an empty list."""
    read = result.read
    told: Json = {
        "format": "lineofsight-bench-forecast",
        "version": 1,
        "seed": result.seed,
        "data": result.data,
        "constants": _constants(result.constants),
        "read": None
        if read is None
        else {
            "rows": read.rows,
            "measures": len(read.measures),
            "left_out": [
                {"line": one.row, "column": one.column, "message": one.message}
                for one in read.left_out
            ],
        },
        "real": {
            "with_target": [_row(row) for row in result.with_target],
            "without_target": [_row(row) for row in result.without_target],
            "held_out": {
                name: [_row(row) for row in rows] for name, rows in result.held_out.items()
            },
            "chance": [_chance(one) for one in result.real_chance],
        },
        "generated": {
            "intervals": [_row(row) for row in result.generated],
            "chance": [_chance(one) for one in result.chance],
        },
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _constants(constants: Constants) -> Json:
    priors = {
        word(cadence): {
            name: getattr(constants.priors[cadence], name)
            for name in ("slope", "noise", "span", "steps")
        }
        for cadence in CADENCES
    }
    curve = {"stated": list(constants.curve.stated), "seen": list(constants.curve.seen)}
    return {"source": constants.source, "priors": priors, "curve": curve}


def _row(row: Row) -> Json:
    methods = {
        name: {
            "coverage_50": _rounded(score.coverage_50.value),
            "coverage_50_interval": _ends(score.coverage_50),
            "width_50": _rounded(score.width_50),
            "coverage_90": _rounded(score.coverage_90.value),
            "coverage_90_interval": _ends(score.coverage_90),
            "width_90": _rounded(score.width_90),
            "crps": _rounded(score.crps),
        }
        for name, score in row.scores.items()
    }
    against = {
        name: {"crps_difference": _rounded(one.value), "interval": _ends(one)}
        for name, one in row.against.items()
    }
    return {
        "points": row.points,
        "series": row.series,
        "forecasts": row.forecasts,
        "methods": methods,
        "against": against,
    }


def _chance(one: Chance) -> Json:
    return {
        "part": one.part,
        "name": one.name,
        "forecasts": one.forecasts,
        "success": _rounded(one.success),
        "brier": {name: _rounded(score) for name, score in one.brier.items()},
        "calibration_error": _rounded(one.calibration_error),
        "reliability": [
            {
                "low": _rounded(part.low),
                "high": _rounded(part.high),
                "forecasts": part.n,
                "chance": _rounded(part.chance),
                "share": _rounded(part.share),
            }
            for part in one.reliability
        ],
    }


def _ends(one: Interval) -> list[float | None]:
    return [_rounded(one.low), _rounded(one.high)]


def _rounded(value: float) -> float | None:
    return round(value, 4) if isfinite(value) else None


def render_constants(constants: Constants) -> str:
    """Return the constants as tables for people."""
    priors = [(_("clock"), _("slope"), _("noise"), _("span"), _("steps"))]
    for cadence in CADENCES:
        prior = constants.priors[cadence]
        numbers = (prior.slope, prior.noise, prior.span, prior.steps)
        slope, noise, span, steps = (f"{number:.2f}" for number in numbers)
        priors.append((word(cadence), slope, noise, span, steps))
    curve = constants.curve
    return "\n".join(
        [
            _("Constants, fitted to: {source}").format(source=constants.source),
            *_grid(priors),
            "",
            _("What a chance as worked out is worth:"),
            *_grid(
                [
                    (_("worked out"), *(f"{chance:.2f}" for chance in curve.stated)),
                    (_("worth"), *(f"{chance:.2f}" for chance in curve.seen)),
                ]
            ),
            "",
        ]
    )


def render_text(result: Result) -> str:
    """Return a result as tables for people."""
    parts = [render_constants(result.constants)]
    if result.read is not None:
        parts.append(_told_read(result.read, result.data))
    parts += [
        _table(_("Real series with a target"), result.with_target),
        *(_table(_held_out(name), rows) for name, rows in result.held_out.items()),
        _table(
            _("Real series without a target, in units of how they moved"), result.without_target
        ),
        _table(_("Generated series"), result.generated),
        _told_chance(_("Chance of success, generated series"), result.chance),
        _told_chance(_("Chance of success, real series with a target"), result.real_chance[:1]),
        _("points: values known when the forecast was made. in 50, in 90: share of ends inside the")
        + "\n"
        + _("50 % and 90 % interval, whose median width is in progress units. Under the methods:")
        + "\n"
        + _("CRPS, in units of each series, or Brier score; of both less is better.")
        + "\n",
    ]
    return "\n".join(part for part in parts if part)


def _held_out(name: str) -> str:
    if name == "by_plan":
        return _("Real series with a target, by constants fitted without their plan")
    return _("Real series with a target, by constants fitted without their source")


def _told_read(read: Read, file: str) -> str:
    count = len(read.measures)
    told = ngettext("{file}: {n} measure.", "{file}: {n} measures.", count)
    lines = [told.format(file=file, n=count)]
    n = len(read.left_out)
    if n:
        lines.append(ngettext("{n} cell was left out:", "{n} cells were left out:", n).format(n=n))
        lines += [f"  {notice}" for notice in read.left_out[:MOST_NOTICES]]
        if n > MOST_NOTICES:
            lines.append(_("  and {n} more").format(n=n - MOST_NOTICES))
    return "\n".join(lines) + "\n"


def _table(title: str, rows: Sequence[Row]) -> str:
    if not rows:
        return ""
    names = _names()
    heads = [_("points"), _("series"), _("forecasts"), _("in 50"), _("in 90")]
    heads += [_("wide 50"), _("wide 90"), *(names[name] for name in METHODS)]
    grid = [heads]
    for row in rows:
        own = row.scores["forecast"]
        shares = (own.coverage_50.value, own.coverage_90.value, own.width_50, own.width_90)
        cells = [row.points if row.points != "all" else _("all"), str(row.series)]
        cells += [str(row.forecasts), *(f"{share:.2f}" for share in shares)]
        grid.append([*cells, *(f"{row.scores[name].crps:.3f}" for name in METHODS)])
    whole = rows[0]
    half, most = whole.scores["forecast"].coverage_50, whole.scores["forecast"].coverage_90
    lines = [title, *_grid(grid)]
    lines.append(
        _("95 % intervals: in 50 {low_50} to {high_50}, in 90 {low_90} to {high_90}.").format(
            low_50=f"{half.low:.2f}",
            high_50=f"{half.high:.2f}",
            low_90=f"{most.low:.2f}",
            high_90=f"{most.high:.2f}",
        )
    )
    for name, one in whole.against.items():
        lines.append(
            _("CRPS less that of “{method}”: {value} (95 %: {low} to {high}).").format(
                method=names[name],
                value=f"{one.value:+.3f}",
                low=f"{one.low:+.3f}",
                high=f"{one.high:+.3f}",
            )
        )
    return "\n".join(lines) + "\n"


def _told_chance(title: str, parts: Sequence[Chance]) -> str:
    if not parts:
        return ""
    names = _names()
    columns = ("forecast", "uncalibrated", *METHODS[1:])
    heads = [_("part"), _("forecasts"), _("arrived"), _("off by")]
    grid = [[*heads, *(names[name] for name in columns)]]
    for one in parts:
        name = one.name if one.part != "points" else _("points {n}").format(n=one.name)
        cells = [name, str(one.forecasts), f"{one.success:.2f}", f"{one.calibration_error:.3f}"]
        grid.append([*cells, *(f"{one.brier[name]:.3f}" for name in columns)])
    bins = [[_("chance"), _("forecasts"), _("stated"), _("arrived")]]
    for part in parts[0].reliability:
        place = f"{part.low:.1f}-{part.high:.1f}"
        bins.append([place, str(part.n), f"{part.chance:.2f}", f"{part.share:.2f}"])
    return "\n".join([title, *_grid(grid), "", *_grid(bins), ""])


def _names() -> dict[str, str]:
    return {
        "forecast": _("forecast"),
        "uncalibrated": _("uncalibrated"),
        "last_value": _("last value"),
        "straight_line": _("line"),
        "drift": _("drift"),
    }


def _grid(rows: Sequence[Sequence[str]]) -> list[str]:
    """Lay out rows in columns as wide as their widest cell, numbers to the right."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
