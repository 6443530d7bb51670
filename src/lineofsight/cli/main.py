"""The ``lineofsight`` command: finds the verb, and turns whatever happens into an exit code.

0: nothing at or above ``--fail-on``; 1: something; 2: what was given cannot be used (a plan, a
file, an option); 3: a defect of the program. Each verb is imported when it is asked for.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from difflib import get_close_matches
from errno import EACCES, EDQUOT, EFBIG, EIO, ENAMETOOLONG, ENOSPC, EPERM, EROFS
from importlib import import_module
from typing import Any

import click

import lineofsight
from lineofsight.cli.options import examples
from lineofsight.kit.i18n import gettext as _

VERBS = {  # in the order in which a newcomer meets them
    "check": "check",
    "trace": "trace",
    "explain": "explain",
    "rules": "rules",
    "template": "template",
    "convert": "convert",
    "diff": "diff",
    "whatif": "whatif",
    "suggest": "suggest",
    "index": "index",
    "demo": "demo",
    "import": "import_",
    "export": "export",
    "serve": "serve",
    "worker": "worker",
    "migrate": "migrate",
    "backup": "backup",
    "restore": "restore",
    "doctor": "doctor",
    "invite": "invite",
    "token": "token",
    "audit": "audit",
    "bench": "bench",
    "completion": "completion",
}
UNUSABLE, DEFECT, INTERRUPTED = 2, 3, 130
# Full, read-only, failing, or a name too long: the machine's word, not a defect of ours.
OF_THE_MACHINE = frozenset({ENOSPC, EDQUOT, EROFS, EIO, ENAMETOOLONG, EFBIG, EACCES, EPERM})
DEBUG = "LINEOFSIGHT_DEBUG"


class Verbs(click.Group):
    """A group whose commands are imported when they are asked for, and whose end is a code."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as the base class
        """Name the verbs."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as the base class
        """Import a verb."""
        if cmd_name not in VERBS:
            return None
        command: click.Command = import_module(f"lineofsight.cli.{VERBS[cmd_name]}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb that is meant; say which may be meant where there is none."""
        word = args[0]
        if word not in VERBS and not word.startswith("-") and not ctx.resilient_parsing:
            near = get_close_matches(word.lower(), VERBS, n=1)
            if near:
                hint = _("Did you mean `lineofsight {verb}`?").format(verb=near[0])
            else:
                hint = _("To check a plan: `lineofsight check {word}`.").format(word=word)
            ctx.fail(_("There is no command “{word}”. {hint}").format(word=word, hint=hint))
        return super().resolve_command(ctx, args)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command and leave with its exit code."""
        given = (args, prog_name, complete_var)
        extra["windows_expand_args"] = windows_expand_args
        if not standalone_mode:
            return super().main(*given, standalone_mode=False, **extra)
        said = {"debug": bool(os.environ.get(DEBUG))}
        try:
            code = super().main(*given, standalone_mode=False, **{"obj": said, **extra})
        except BaseException as error:
            code = code_of(error, debug=said["debug"])
        sys.exit(code if isinstance(code, int) else 0)


def code_of(error: BaseException, *, debug: bool) -> int:
    """Say what went wrong on standard error, and return the exit code for it."""
    from lineofsight.cli.problems import show
    from lineofsight.embedding.errors import MeaningError
    from lineofsight.planfile.problems import PlanError

    match error:
        case click.ClickException():
            error.show()
            return UNUSABLE
        case PlanError():
            show(error)
            return UNUSABLE
        case MeaningError():
            click.echo(str(error), err=True)
            return UNUSABLE
        case BrokenPipeError():
            return 0
        case OSError() if error.filename or error.errno in OF_THE_MACHINE:
            file = str(error.filename or _("The output"))
            message = _("It cannot be read or written: {reason}.").format(reason=error.strerror)
            show(PlanError.one(file, message))
            return UNUSABLE
        case click.Abort() | KeyboardInterrupt():
            click.echo(err=True)
            return INTERRUPTED
        case SystemExit():
            return error.code if isinstance(error.code, int) else DEFECT
    if debug:
        traceback.print_exception(error)
    click.echo(
        _(
            "Internal error ({kind}: {message}). This is a defect of lineofsight {version}; please "
            "report it. `lineofsight --debug ...` prints its trace."
        ).format(
            kind=type(error).__name__,
            message=" ".join(str(error).split()) or "-",
            version=lineofsight.__version__,
        ),
        err=True,
    )
    return DEFECT


def _set_debug(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value and ctx.obj is not None:
        ctx.obj["debug"] = True


@click.group(
    cls=Verbs,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=examples(
        "lineofsight demo                            a company of 480 people, in the browser",
        "lineofsight check plan.xlsx                 where does its cascade break",
        'lineofsight trace plan.xlsx "Ana Silva"     what her work is for',
        "lineofsight explain LOS104                  a rule's page",
        "lineofsight template plan.xlsx              an empty plan to fill in",
    ),
)
@click.version_option(lineofsight.__version__, message="%(prog)s %(version)s")
@click.option(
    "--debug",
    is_flag=True,
    expose_value=False,
    callback=_set_debug,
    help="Print the trace of an internal error.",
)
def main() -> None:
    """Find where the line from strategy to this week's work breaks, and who should talk about it.

    PLAN is a workbook (.xlsx), a folder of CSV files, a JSON document, a StratML file, or what a
    goal tool exported. Nothing leaves this machine unless your settings name an embedding endpoint.
    """
