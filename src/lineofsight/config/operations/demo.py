"""The record of the demo organisation: made once in a folder of its own, and opened again.

No password is known beforehand: the one of its accounts is made with the record.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from lineofsight.alignment import services as alignment
from lineofsight.alignment.models import Check
from lineofsight.alignment.waves import WEEKS
from lineofsight.config.environment import Environment
from lineofsight.config.operations import serving
from lineofsight.config.operations.demo_folder import Kept, keep, kept
from lineofsight.demo.build import SEED, build
from lineofsight.demo.log_ins import LogIn, log_ins, new_phrase
from lineofsight.demo.rows import Rows
from lineofsight.exchange.applying import apply
from lineofsight.exchange.preview import preview
from lineofsight.kit.i18n import gettext as _
from lineofsight.organization import invitations
from lineofsight.organization.models import Person
from lineofsight.organization.services import begin_rules, grant_role
from lineofsight.planfile.document import PlanDocument

Step = Callable[[str, float], None]  # is told of each step that is done, and its seconds


@dataclass(frozen=True, slots=True)
class Demo:
    """A record that is ready to be looked at.

    ``day`` is the present day of its plan; ``is_new`` tells whether it was made just now.
    """

    day: date
    phrase: str
    log_ins: tuple[LogIn, ...]
    is_new: bool


def make_ready(given: Environment, done: Step, *, seed: int = SEED) -> Demo:
    """Bring the record up to date; fill it if it is new. The folder has its mark already.

    Parameters
    ----------
    given : Environment
        Of mode ``demo``: the folder and the embedded database in it.
    done : callable
        Is told of each step: its name and how many seconds it took.
    seed : int
        Chooses names, paces and days of a new one.

    Raises
    ------
    Refused
        The record is of a newer version of the program.
    """
    watch = _Watch(done)
    serving.prepare(given, lambda _said: None)
    watch.step(_("Tables and pages made ready"))
    found = kept(given.data)
    if found is not None:
        rows = build(found.day, seed=found.seed)
        return Demo(found.day, found.phrase, log_ins(rows), is_new=False)
    day = timezone.localdate()
    rows = build(day, seed=seed)
    watch.step(_("A year of Halvorsen Water written"))
    fill(rows)
    watch.step(_("Its plan imported"))
    look(day)
    watch.step(_("First check, with all rules"))
    phrase = new_phrase()
    who = log_ins(rows)
    let_in(who, phrase)
    watch.step(_("Accounts made"))
    keep(given.data, Kept(day, seed, phrase))
    return Demo(day, phrase, who, is_new=True)


def fill(rows: Rows) -> None:
    """Take a plan into the empty record, by the same way as any other plan."""
    seen = preview(PlanDocument.from_rows(rows, file="demo"), actor=None, file=_("the demo"))
    apply(seen, reason=_("A company that never was."))


def look(day: date) -> Check:
    """Make the first check, with the rules of all waves: as if checks had begun weeks ago."""
    begin_rules(on=day - timedelta(weeks=WEEKS[-1] - 1))
    return alignment.run_check()


def let_in(who: tuple[LogIn, ...], phrase: str) -> None:
    """Invite each, let each accept, and give the roles that are given."""
    for one in who:
        person = Person.objects.get(ref=one.person)
        with transaction.atomic():
            if one.grant:
                grant_role(actor=None, person=person, role=one.grant)
            _invitation, secret = invitations.invite(actor=None, person=person, email=one.email)
        invitations.accept(secret=secret, password=phrase)


class _Watch:
    """Tells of steps how long they took."""

    def __init__(self, done: Step) -> None:
        self._done = done
        self._began = time.monotonic()

    def step(self, name: str) -> None:
        now = time.monotonic()
        self._done(name, now - self._began)
        self._began = now
