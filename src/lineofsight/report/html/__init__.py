"""The report as one HTML file: it reads, prints and travels by itself, and runs nothing.

``render`` gathers what the page says (one module a section), a template lays it out.
"""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

import lineofsight
from lineofsight.engine.check import CheckResult
from lineofsight.engine.lens import Lenses
from lineofsight.kit.i18n import gettext, ngettext
from lineofsight.report.discretion import Discretion
from lineofsight.report.html import breaks as ends
from lineofsight.report.html import words
from lineofsight.report.html.dilution import DilutionMaker
from lineofsight.report.html.extremes import ExtremeMaker
from lineofsight.report.html.fans import FanMaker
from lineofsight.report.html.grid import GridMaker, heading
from lineofsight.report.html.measures import Measures
from lineofsight.report.html.onepage import PageMaker
from lineofsight.report.html.outlook import OutlookMaker
from lineofsight.report.html.sheet import sheet
from lineofsight.report.html.sightline import Sightlines
from lineofsight.report.html.state import organisation, state, when
from lineofsight.report.html.talks import TalkMaker
from lineofsight.report.html.unseen import unseen

STYLE = "/* style */"
POLICY = "/* policy */"


def render(result: CheckResult, lenses: Lenses, *, source: str, known: int = 0) -> str:
    """Write the report of a check as one HTML document.

    Parameters
    ----------
    result : CheckResult
    lenses : Lenses
        Those of the check.
    source : str
        What the plan is called: the name of its file or folder.
    known : int
        Findings of a baseline that are left out.

    Returns
    -------
    str
        The document. It asks for nothing from elsewhere and holds no script. The same input gives
        the same text.
    """
    breaks = ends.find(lenses)
    discretion = Discretion(lenses)
    measures = Measures(lenses)
    lines = Sightlines(lenses, breaks, discretion, measures)
    parted = discretion.parted(result.findings)
    maker = GridMaker(lenses, breaks, parted.told)
    body = (
        _templates()
        .get_template("report.html")
        .render(
            version=lineofsight.__version__,
            organisation=organisation(result, source),
            source=words.title(source),
            when=when(result),
            as_of=result.as_of.isoformat(),
            state=state(result, lenses, breaks, maker),
            grid=maker.make(),
            grid_heading=heading(maker),
            talks=TalkMaker(result, lenses, lines, known).make(parted),
            outlook=OutlookMaker(lenses, lines).make(),
            fans=FanMaker(lenses, lines, measures).make(parted.told),
            dilution=DilutionMaker(lenses).make(),
            extremes=ExtremeMaker(lenses, breaks, lines).make(),
            plan=PageMaker(lenses, lines, parted.told).make(),
            unseen=unseen(result, lenses, breaks, discretion),
        )
    )
    style = sheet(body)
    # Both marks stand in the head before the first word of the plan, so that the first of each is
    # ours whatever the plan says.
    return body.replace(POLICY, style.policy, 1).replace(STYLE, style.css, 1)


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader(__name__),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.globals.update(_=gettext, ngettext=ngettext)
    return environment
