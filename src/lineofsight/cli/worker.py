"""``lineofsight worker``: does what is to be done in the background."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import click

from lineofsight.cli.installation import begin, refusals
from lineofsight.cli.options import examples
from lineofsight.kit.i18n import ngettext

LOOK = 0.2  # seconds between two looks whether it is told to stop


@click.command(
    "worker",
    short_help="Do what is to be done in the background.",
    epilog=examples(
        "lineofsight worker                     until it is stopped",
        "lineofsight worker --once              what is due now, then end",
        "lineofsight worker --retry-parked      give what failed for good another try",
    ),
)
@click.option("--once", is_flag=True, help="Do the jobs that are due now, and end.")
@click.option("--retry-parked", is_flag=True, help="Let jobs that were given up be tried again.")
@refusals
def command(once: bool, retry_parked: bool) -> None:
    """Check the record soon after it has changed, seal the audit log, send mails, clean up.

    Any number may run against one PostgreSQL; one is enough for the embedded database.
    """
    begin(quiet=once or retry_parked)
    from lineofsight.config import regular
    from lineofsight.config.operations.family import die_with_parent, told_to_end
    from lineofsight.organization.work.queue import release
    from lineofsight.organization.work.worker import Worker, drain

    if retry_parked:
        count = release()
        said = ngettext("{count} job waits again.", "{count} jobs wait again.", count)
        click.echo(said.format(count=count))
        return
    if once:
        count = drain()
        click.echo(
            ngettext("{count} job was due.", "{count} jobs were due.", count).format(count=count)
        )
        return
    told, stopping = told_to_end(), threading.Event()
    die_with_parent()
    regular.log.info("work.began")
    with ThreadPoolExecutor(1, "worker") as threads:
        work = threads.submit(Worker(stopping).run)
        while not (work.done() or told):
            time.sleep(LOOK)
        stopping.set()
        work.result()
    regular.log.info("work.ended")
