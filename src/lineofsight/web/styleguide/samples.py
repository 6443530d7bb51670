"""What the gallery shows its components with: short, long, missing and wrong, all invented."""

from dataclasses import dataclass, replace
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext as _

from lineofsight.web.pictures.sightline import Gap, Reading, Step, piece
from lineofsight.web.pictures.spark import spark

TODAY = date(2026, 11, 18)
FALLING = [9.4, 9.0, 9.2, 8.6, 8.1, 7.9, 7.4, 7.1]
ENDS = (("light", 1), ("dark", 2))


@dataclass(frozen=True)
class Specimen:
    """One theme of the gallery: its name, and samples of its own so that no id stands twice."""

    theme: str
    samples: dict[str, Any]


def specimens() -> list[Specimen]:
    """Return the samples for both themes."""
    return [Specimen(theme, _samples(theme, number)) for theme, number in ENDS]


def _samples(theme: str, number: int) -> dict[str, Any]:
    return {
        "today": TODAY,
        "long": _(
            "Four in five confirmed leaks in every district north of the river are repaired within "
            "five working days, whoever found them and whatever the weather, until the end of 2027"
        ),
        "steps": _steps(theme),
        "rungs": [replace(_steps(theme)[2], anchor="", gap=None)],
        "falling": spark(FALLING, 5.0),
        "fan": {
            "seen": [[f"2026-{4 + at:02d}-01", value] for at, value in enumerate(FALLING)],
            "plan": [["2026-04-01", 9.4], ["2026-12-31", 5.0]],
            "end": "2026-12-31",
            "centre": 5.6,
            "low50": 5.1,
            "high50": 6.1,
            "low80": 4.6,
            "high80": 6.7,
        },
        "person": SimpleNamespace(name="Leila Haddad"),
        "finding": SimpleNamespace(
            pk=number,
            rule="LOS204",
            name="stale-link",
            severity=2,
            sentence=_("The goal above changed on 4 November; nobody has said what follows."),
            question=_("Which of your goals would you write differently now?"),
        ),
        "kpis": [
            _kpi(5.1, 2.0, 6.0, healthy=True),
            _kpi(14.0, 0.0, 12.0, healthy=False),
            _kpi(None, None, None, healthy=None),
        ],
        "talk": SimpleNamespace(name="Yusuf Demir", address=""),
        "talk_by_mail": SimpleNamespace(name="Jonas Weber", address="mailto:jonas@example.org"),
        "problems": [_("A goal needs a title."), _("It cannot end before it begins.")],
        "options": [("weekly", _("Weekly")), ("monthly", _("Monthly"))],
    }


def _kpi(
    value: float | None, low: float | None, high: float | None, *, healthy: bool | None
) -> Any:
    kpi = SimpleNamespace(
        name=_("Crew overtime"), unit=_("% of hours"), healthy_min=low, healthy_max=high
    )
    return SimpleNamespace(
        kpi=kpi, value=value, date=TODAY if value is not None else None, is_healthy=healthy
    )


def _steps(theme: str) -> list[Step]:
    reading = Reading(_("Median"), "7.1", "5.0", _("days"), spark(FALLING, 5.0))
    return [
        Step(
            "north_star",
            f"star-{theme}",
            "star",
            _("North Star metric"),
            "",
            _("Verified water saved"),
            thread=piece(1.0, 0.9),
        ),
        Step(
            "pillar",
            f"pillar-{theme}",
            "pillar",
            _("Pillar"),
            _("35 % of the strategy"),
            _("Repaired, not just found"),
            thread=piece(0.9, 0.7),
        ),
        Step(
            "goal",
            f"function-{theme}",
            "on-track",
            _("Goal"),
            _("Field Operations"),
            _("From confirmed leak to repaired in five days"),
            reported="on_track",
            owner="Tomasz Wrona",
            thread=piece(0.7, 0.5, "open"),
            reading=reading,
            gap=Gap(
                "open",
                _("Open: not confirmed for 14 days"),
                _("The goal above changed on 4 November."),
            ),
        ),
        Step(
            "hidden",
            f"hidden-{theme}",
            "",
            _("Goal"),
            "",
            _("a confidential goal"),
            thread=piece(0.5, 0.3, "broken"),
            gap=Gap("broken", _("The line stops here"), _("Paused since 3 March 2026.")),
        ),
        Step(
            "here",
            f"here-{theme}",
            "you",
            _("This week"),
            "",
            _("Northmere’s eleven oldest leaks have a repair date"),
        ),
    ]
