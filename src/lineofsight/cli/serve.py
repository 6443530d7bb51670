"""``lineofsight serve``: the pages, the interface for programs, and the worker beside them."""

from __future__ import annotations

import os
import sys

import click

from lineofsight.cli.installation import NotPossible, begin, environment, refusals
from lineofsight.cli.options import examples
from lineofsight.kit.i18n import gettext as _


@click.command(
    "serve",
    short_help="Serve the pages, with a worker beside them.",
    epilog=examples(
        "lineofsight serve --open                  on this machine, in the browser",
        "lineofsight serve --web-only              `lineofsight worker` runs elsewhere",
        "lineofsight serve --host 0.0.0.0          behind a reverse proxy in another container",
    ),
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--web-only", is_flag=True, help="Without the worker.")
@click.option("--open", "open_", is_flag=True, help="Open a browser once it answers.")
@refusals
def command(host: str, port: int, web_only: bool, open_: bool) -> None:
    """Serve this installation until it is stopped.

    The embedded database is brought up to date first, with a copy of it as it was. Another database
    is not touched: run `lineofsight migrate` after an upgrade.
    """
    if not os.environ.get("LINEOFSIGHT_URL") and environment().mode != "production":
        os.environ["LINEOFSIGHT_URL"] = f"http://localhost:{port}"
    given = begin(quiet=False)
    from lineofsight.config.environment import is_this_machine
    from lineofsight.config.operations import serving
    from lineofsight.config.operations.family import is_child

    if given.mode == "demo" and not is_this_machine(host):
        raise NotPossible(
            _("A demo listens on this machine alone: its password stands on the screen.")
        )
    if not given.https and not is_this_machine(host):
        click.echo(
            _("Others reach this without https: passwords travel for all to read."), err=True
        )
    if not is_child():
        serving.prepare(given, click.echo)
        click.echo(_("Line of Sight is at {url}. Ctrl-C ends it.").format(url=given.url))
    if web_only:
        serving.web(given, host, port, open_=open_)
        return
    sys.exit(serving.supervise(given, host, port, open_=open_))
