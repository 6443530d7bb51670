"""The record of the demo organisation: prepared, its log-ins printed, served."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from lineofsight.cli import output
from lineofsight.cli.installation import NotPossible, begin, refusals
from lineofsight.kit.i18n import gettext as _

if TYPE_CHECKING:
    from lineofsight.config.operations.demo import Demo

HOST = "127.0.0.1"
# They belong to another installation, whose variables may be set here, and never to a demo.
NOT_ITS_OWN = ("ALLOWED_HOSTS", "DATABASE_URL", "METRICS_TOKEN", "SECRET_KEY")
NOT_ITS_OWN_BEGIN = ("EMAIL_", "LINEOFSIGHT_", "OIDC_", "SESSION_", "WEB_")


@refusals
def run(folder: Path, *, seed: int, fresh: bool, serve: bool, port: int, open_: bool | None) -> int:
    """Make or open the record in a folder, print who can sign in, and serve it until Ctrl-C."""
    from lineofsight.config.operations import demo_folder
    from lineofsight.config.operations.errors import Refused

    try:
        demo_folder.begin(folder, fresh=fresh)
    except Refused as refused:
        raise NotPossible(str(refused)) from refused
    _surround(folder)
    given = begin()
    from lineofsight.config.operations import demo, serving

    try:
        made = demo.make_ready(given, _told, seed=seed)
    except Refused as refused:
        anew = _("`lineofsight demo --fresh` makes the demo anew.")
        raise NotPossible(f"{refused.what} {anew}") from refused
    if not serve:
        where = _("The record is in {folder}; `lineofsight demo` opens it.").format(folder=folder)
        output.write(f"{log_ins(made)}\n{where}\n")
        return 0
    port = serving.free_port(port)
    url = os.environ["LINEOFSIGHT_URL"] = f"http://localhost:{port}"
    at = _("Halvorsen Water is at {url}. Ctrl-C ends it.").format(url=url)
    code = serving.supervise(
        replace(given, url=url),
        HOST,
        port,
        open_=has_display() if open_ is None else open_,
        ready=lambda: output.write(f"{log_ins(made)}\n{at}\n"),
    )
    again = _("Ended. The record stays in {folder}; `lineofsight demo` opens it again.")
    output.write("\n" + again.format(folder=folder) + "\n")
    return code


def _surround(folder: Path) -> None:
    """Set the environment of this process and its children to that of the demo alone."""
    for name in list(os.environ):
        if name in NOT_ITS_OWN or name.startswith(NOT_ITS_OWN_BEGIN):
            del os.environ[name]
    os.environ["LINEOFSIGHT_MODE"] = "demo"
    os.environ["LINEOFSIGHT_DATA"] = str(folder.absolute())
    os.environ["WEB_WORKERS"] = "1"
    os.environ.setdefault("LOG_LEVEL", "warning")


def _told(step: str, seconds: float) -> None:
    output.write(f"{step:<44} {seconds:5.1f} s\n")


def log_ins(made: Demo) -> str:
    """Say who can sign in, with what, and what they see."""
    role = max(len(one.role) for one in made.log_ins)
    lines = ["", _("Sign in with the password {phrase} as").format(phrase=made.phrase), ""]
    for one in made.log_ins:
        lines.append(f"  {one.role:<{role}}  {one.email}")
        lines.append(f"  {'':<{role}}  {one.name}: {one.see}")
    if made.day < date.today():
        day = _("This record was made on {day}; `--fresh` makes it anew, with today's dates.")
        lines += ["", day.format(day=made.day.isoformat())]
    return "\n".join([*lines, ""])


def has_display() -> bool:
    """Tell whether a browser would be seen: somebody watches, and there is a screen."""
    if not output.is_terminal(sys.stdout):
        return False
    if sys.platform in {"darwin", "win32"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
