"""The result for people and for programs."""

import json
from collections.abc import Sequence

from lineofsight.bench.http.figures import Page, Result, p50, p95
from lineofsight.kit.i18n import gettext as _

WIDTH = 34


def to_json(result: Result) -> str:
    """Return the result as JSON; times in milliseconds."""
    told = {
        "format": "lineofsight-bench-http",
        "version": 1,
        "database": result.database,
        "rows": result.counts,
        "rows_small": result.counts_small,
        "loading_seconds": {part: round(s, 3) for part, s in result.took.items()},
        "server": {"workers": result.workers, "threads": result.threads},
        "clients": result.clients,
        "pages": [
            {
                "name": page.name,
                "who": page.who,
                "alone": _spread(page.alone),
                "together": _spread(page.together),
                "floors_alone": round(result.alone(page), 3),
                "floors_together": round(result.together(page), 3),
                "queries": page.queries,
                "queries_small": page.queries_small,
                "bytes": page.bytes,
                "status": page.status,
                "failed": page.failed,
            }
            for page in result.pages
        ],
        "observation": {
            "verb": _spread(result.write_verb),
            "alone": _spread(result.write_alone),
            "writers": result.writers,
            "together": _spread(result.write_together),
        },
        "misses": result.misses(),
    }
    return json.dumps(told, indent=1, ensure_ascii=False)


def _spread(seconds: Sequence[float]) -> dict[str, float]:
    return {
        "n": len(seconds),
        "p50_ms": round(1000 * p50(seconds), 3),
        "p95_ms": round(1000 * p95(seconds), 3),
    }


def render_text(result: Result) -> str:
    """Return the result as a table: a row a page, the two floors first."""
    lines = [
        _rows(result),
        _("{workers} web processes with {threads} threads each, {database}.").format(
            workers=result.workers, threads=result.threads, database=result.database
        ),
        *([_loading(result)] if result.took else []),
        "",
        _line(
            _("page"),
            (_("p50"), _("p95"), _("floors"), _("p50"), _("p95"), _("floors")),
            (_("queries"), _("small"), _("bytes")),
        ),
        _line(
            "",
            (_("alone"), "ms", "", _("{n} together").format(n=result.clients), "ms", ""),
            ("", "", ""),
        ),
    ]
    lines += [_page(result, page) for page in result.pages]
    lines += ["", _("One value recorded, and every roll-up above it, in milliseconds:")]
    writers = _("through the interface, {n} together").format(n=result.writers)
    for name, seconds in (
        (_("the verb by itself"), result.write_verb),
        (_("through the interface, alone"), result.write_alone),
        (writers, result.write_together),
    ):
        lines.append(_line(name, (_ms(p50(seconds)), _ms(p95(seconds)), "", "", "", ""), ()))
    misses = result.misses()
    lines.append("")
    if misses:
        lines.append(_("Beyond 4 floors alone, 6 together, 300 kB, or with more statements:"))
        lines += [f"  {miss}" for miss in misses]
    else:
        lines.append(
            _("No page takes over 4 floors alone, 6 together, 300 kB, or statements that grow.")
        )
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _rows(result: Result) -> str:
    said = [(_("people"), "people"), (_("goals"), "goals"), (_("key results"), "key_results"),
            (_("links"), "links"), (_("observations"), "observations")]  # fmt: skip
    return ", ".join(f"{result.counts[key]:,} {name}" for name, key in said) + "."


def _loading(result: Result) -> str:
    parts = ", ".join(f"{part} {seconds:.0f} s" for part, seconds in result.took.items())
    return _("Loaded in {seconds} s: {parts}.").format(
        seconds=f"{sum(result.took.values()):.0f}", parts=parts
    )


def _page(result: Result, page: Page) -> str:
    return _line(
        f"{page.name}, {page.who}",
        (
            _ms(p50(page.alone)),
            _ms(p95(page.alone)),
            f"{result.alone(page):.1f}",
            _ms(p50(page.together)),
            _ms(p95(page.together)),
            f"{result.together(page):.1f}",
        ),
        (str(page.queries), str(page.queries_small), f"{page.bytes:,}"),
    )


def _line(name: str, times: Sequence[str], counts: Sequence[str]) -> str:
    cells = "".join(f"{cell:>12}" if cell.endswith("together") else f"{cell:>9}" for cell in times)
    return f"{name:<{WIDTH}}{cells}" + "".join(f"{cell:>9}" for cell in counts)


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.1f}"
