"""The check over the whole record: load, look, write the differences."""

import logging
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lineofsight.alignment import keeping, lease, standings
from lineofsight.alignment.drafts import Drafter
from lineofsight.alignment.load import loaded
from lineofsight.alignment.models import Check
from lineofsight.alignment.summary import summary
from lineofsight.alignment.waves import states
from lineofsight.engine.check import check
from lineofsight.engine.lens import Lenses
from lineofsight.engine.rules import catalogue
from lineofsight.engine.rules.rule import Rule
from lineofsight.engine.settings import Settings
from lineofsight.kit.errors import Busy
from lineofsight.organization.selectors.days import the_organization
from lineofsight.organization.services import begin_rules, settings_of

log = logging.getLogger("lineofsight.alignment")
LOADED, LOOKED, STEP = 0.2, 0.7, 0.1  # of all the work, roughly


def carry_out() -> Check:
    """Look at the whole record as it is now and write what differs from the check before.

    If somebody has asked for a check and waits, it is this one.

    Raises
    ------
    Busy
        Another check is at it.
    """
    now = timezone.now()
    holder = lease.take(now)
    if holder is None:
        raise Busy(_("A check is running. Its findings will be here in a moment."))
    run = _begun(now)
    try:
        _Run(run, holder).go()
    except BaseException as error:
        Check.objects.filter(pk=run.pk).update(
            state="failed", finished_at=timezone.now(), doing="", problem=type(error).__name__
        )
        lease.give_back(holder, dirty_since=now)
        raise
    lease.give_back(holder)
    run.refresh_from_db()
    return run


def _begun(now: datetime) -> Check:
    """Begin the check that waits, or one that nobody asked for; only the lease's holder calls it.

    Whatever still reads as running then lost its process: the lease was free.
    """
    Check.objects.filter(state="running").update(
        state="failed", finished_at=now, doing="", problem="Died"
    )
    run = Check.objects.filter(state="waiting").first() or Check()
    run.state, run.as_of, run.started_at = "running", now, now
    run.doing = _("Reading the record")
    run.save()
    return run


def engine_settings(day: date) -> tuple[Settings, frozenset[str]]:
    """Return the engine's settings for a check today, and the codes of the rules that look."""
    organization = the_organization()
    base = settings_of(organization)
    all_states = states(organization.rules_began_on or day, day)
    on = frozenset(
        state.rule.code for state in all_states if state.is_on and _wanted(base, state.rule)
    )
    return settings_for(base, on), on


def settings_for(base: Settings, on: frozenset[str]) -> Settings:
    """Return settings under which exactly these rules look."""
    off = tuple(rule.code for rule in catalogue() if rule.code not in on)
    return Settings(
        people=True,
        select=tuple(sorted(on)),
        ignore=off,
        high=base.high,
        medium=base.medium,
        thresholds=base.thresholds,
        words=base.words,
    )


def _wanted(base: Settings, rule: Rule) -> bool:
    return base.asks_for(rule.code) or base.wants(rule.code)


class _Run:
    """One check while it runs."""

    def __init__(self, run: Check, holder: str) -> None:
        self.run, self.holder = run, holder
        self._told = 0.0

    def go(self) -> None:
        if the_organization().rules_began_on is None:
            begin_rules(on=timezone.localdate())
        seen = loaded()
        self.run.as_of = seen.as_of
        Check.objects.filter(pk=self.run.pk).update(as_of=seen.as_of)
        settings, on = engine_settings(seen.snapshot.as_of)
        self.tell(LOADED, _("Looking"))
        lenses = Lenses(seen.snapshot, settings)
        result = check(seen.snapshot, settings, lenses=lenses, progress=self._part)
        self.tell(LOOKED, _("Writing down what differs"))
        drafter = Drafter(lenses)
        drafts = [drafter.draft(finding) for finding in result.findings]
        kept_summary = summary(lenses, result, drafts)
        with transaction.atomic():
            if not self._may_write():
                Check.objects.filter(pk=self.run.pk).update(
                    state="overtaken", finished_at=timezone.now(), doing=""
                )
                return
            kept = keeping.keep(self.run, drafts, drafter, on)
            standings.write(lenses)
            Check.objects.filter(pk=self.run.pk).update(
                state="done",
                progress=1.0,
                doing="",
                finished_at=timezone.now(),
                opened=kept.opened,
                still=kept.still,
                resolved=kept.resolved,
                summary=kept_summary,
            )
        counts = {"opened": kept.opened, "still": kept.still, "resolved": kept.resolved}
        log.info("check.done", extra=counts)

    def tell(self, progress: float, doing: str) -> None:
        """Say how far the check is; holds on to the lease."""
        self._told = progress
        Check.objects.filter(pk=self.run.pk).update(progress=progress, doing=doing)
        lease.renew(self.holder, timezone.now())

    def _part(self, _rule: Rule, place: int, total: int) -> None:
        done = LOADED + (LOOKED - LOADED) * place / max(total, 1)
        if done - self._told >= STEP:
            self.tell(done, _("Looking"))

    def _may_write(self) -> bool:
        """Tell whether nobody has taken over, and nothing newer stands in the record."""
        if not lease.renew(self.holder, timezone.now()):
            return False
        return not Check.objects.filter(state="done", as_of__gt=self.run.as_of).exists()
