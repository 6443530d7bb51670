"""The result of ``bench links`` as a table for people, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from lineofsight.bench.links.figures import KEYS
from lineofsight.bench.links.run import Method, Result, Span
from lineofsight.bench.links.swapped import Swapped
from lineofsight.bench.links.ways import FIT, HYBRID, TFIDF
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext


def to_json(result: Result) -> str:
    """Return a result as a JSON document; the figures of the fit stand at its top."""
    document: dict[str, Any] = {
        "format": "lineofsight-bench-links",
        "version": 1,
        "data": result.data,
        "seed": result.seed,
        "vectors": result.vectors,
        "cross_validated": result.cross_validated,
        "plan_count": result.plans,
        "link_count": result.links,
        **_method(result.methods[FIT]),
        "baselines": {
            name: _method(method) for name, method in result.methods.items() if name != FIT
        },
        "difference": {
            name: {
                key: None
                if one is None
                else {"value": _round(one[0]), "low": _round(one[1]), "high": _round(one[2])}
                for key, one in found.items()
            }
            for name, found in result.against.items()
        },
        f"worse_than_{result.rival}": [
            {"plan": plan, "figure": key, "difference": _round(gap), "standard_error": _round(se)}
            for plan, key, gap, se in result.worse
        ],
    }
    if result.swapped is not None:
        document["swapped_children"] = {
            "goals": result.swapped.goals,
            "swapped": result.swapped.swapped,
            "alarms_per_100_goals": _all_rounded(result.swapped.alarms),
            "found": _all_rounded(result.swapped.found),
            "found_by_LOS201_at": _all_rounded(
                {str(price): share for price, share in result.swapped.at.items()}
            ),
        }
    return json.dumps(document, indent=1, ensure_ascii=False)


def render_text(result: Result) -> str:
    """Return a result as tables for people."""
    names = {
        FIT: _("fit"),
        HYBRID: _("plain hybrid"),
        TFIDF: _("TF-IDF"),
    }
    heads = ["R@1", "R@5", "MRR", _("AUC hard"), "AP", _("AUC easy"), "AP", "ECE"]
    width = 16
    lines = [_title(result), ""]
    for label, which in ((_("all links"), "overall"), (_("mean of plans"), "macro")):
        lines.append(f"{label:<{width}}" + "".join(f"{head:>10}" for head in heads))
        for name, method in result.methods.items():
            lines.append(_line(names[name], getattr(method, which), width))
            if name == FIT:
                around = method.intervals if which == "overall" else method.macro_intervals
                spans = [around[key] for key in KEYS]
                cells = ["-" if s is None else f"{s[0]:.2f}-{s[1]:.2f}" for s in spans]
                lines.append(" " * width + "".join(f"{cell:>10}" for cell in cells))
        lines.append("")
    for name, found in result.against.items():
        lines.append(
            _("fit less {other}, with intervals at 95 % over plans:").format(other=names[name])
        )
        for key in KEYS:
            one = found[key]
            if one is not None:
                lines.append(f"  {key:<14}{one[0]:+.3f}  ({one[1]:+.3f} to {one[2]:+.3f})")
    lines += ["", _("plan by plan, the fit:")]
    ours = result.methods[FIT]
    longest = max(len(name) for name in ours.plans) + 2
    for name, found_ in ours.plans.items():
        lines.append(_line(name, found_, longest))
    lines.append("")
    rival = _("the plain hybrid") if result.rival == HYBRID else names[result.rival]
    if result.worse:
        message = _("Worse than {other} by more than one paired standard error:")
        lines.append(message.format(other=rival))
        lines += [f"  {plan} {key} {gap:+.3f} ({se:.3f})" for plan, key, gap, se in result.worse]
    else:
        message = _(
            "On no plan of more than 30 links is the fit worse than {other} by more than one "
            "paired standard error."
        )
        lines.append(message.format(other=rival))
    if result.swapped is not None:
        lines += _swapped(result.swapped)
    return "\n".join(lines) + "\n"


def _swapped(swapped: Swapped) -> list[str]:
    lines = [
        "",
        _(
            "Of {count} children that changed places in these plans, and in the plans as they were:"
        ).format(count=swapped.swapped),
    ]
    lines += [
        _("  {rule} names {share} at {alarms} findings per 100 goals (the default)").format(
            rule=rule, share=f"{share:.2f}", alarms=f"{swapped.alarms[rule]:.1f}"
        )
        for rule, share in swapped.found.items()
    ]
    lines += [
        _("  LOS201 would name {share} at {alarms} findings per 100 goals").format(
            share=f"{share:.2f}", alarms=price
        )
        for price, share in swapped.at.items()
    ]
    return lines


def _all_rounded(found: Mapping[str, float]) -> dict[str, float]:
    return {key: _round(value) for key, value in found.items()}


def _title(result: Result) -> str:
    plans = ngettext("{n} plan", "{n} plans", result.plans).format(n=result.plans)
    if result.cross_validated:
        return _(
            "{plans}, {links} links: the plans that the weights were learned from, so each is "
            "scored by weights learned without its organisation."
        ).format(plans=plans, links=result.links)
    return _("{plans}, {links} links, scored by the shipped weights.").format(
        plans=plans, links=result.links
    )


def _method(method: Method) -> dict[str, Any]:
    return {
        "overall": _rounded(method.overall),
        "macro": _rounded(method.macro),
        "intervals": _spans(method.intervals),
        "macro_intervals": _spans(method.macro_intervals),
        "plans": {name: _rounded(found) for name, found in method.plans.items()},
    }


def _spans(found: Mapping[str, Span]) -> dict[str, dict[str, float] | None]:
    return {
        key: None if span is None else {"low": _round(span[0]), "high": _round(span[1])}
        for key, span in found.items()
    }


def _rounded(found: Any) -> dict[str, float | None]:
    return {key: None if found[key] is None else _round(found[key]) for key in KEYS}


def _round(value: float) -> float:
    return round(float(value), 4)


def _line(name: str, found: Any, width: int) -> str:
    cells = ["-" if found[key] is None else f"{found[key]:.3f}" for key in KEYS]
    return f"{name:<{width}}" + "".join(f"{cell:>10}" for cell in cells)
