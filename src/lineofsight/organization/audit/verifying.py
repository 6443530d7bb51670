"""Whether the audit log still says what was sealed."""

import hashlib
from dataclasses import dataclass

from lineofsight.organization.audit.digest import NOTHING, canonical, rows_between, short
from lineofsight.organization.audit.sealing import seal
from lineofsight.organization.audit.triggers import missing
from lineofsight.organization.models import AuditEntry, Seal


@dataclass(frozen=True)
class Fault:
    """One thing that does not hold.

    ``kind``: ``changed``, ``missing`` or ``inserted`` with the id of the entry; ``chain`` with the
    id of the seal that does not follow from the one before; ``head`` where the chain does not hold
    a hash that was noted elsewhere; ``unguarded`` with the name of a trigger that is gone.
    """

    kind: str
    where: int | str


@dataclass(frozen=True)
class Verdict:
    """What a verification found: how much was looked at, and what does not hold."""

    entries: int
    seals: int
    unsealed: int
    head: str
    faults: tuple[Fault, ...]

    @property
    def holds(self) -> bool:
        """Whether everything is as it was written."""
        return not self.faults


def verify(noted: str = "") -> Verdict:
    """Seal what is settled, then read the whole log again and compare it with its seals.

    ``noted`` is a head that was written down elsewhere, such as in a log line: without one, a log
    whose last blocks were cut off together with their seals cannot be told from a shorter one.
    Reads every entry once; holds one block at a time.
    """
    seal()
    faults: list[Fault] = [Fault("unguarded", name) for name in missing()]
    previous, upto, entries, seals, noticed = NOTHING, 0, 0, 0, not noted
    for one in Seal.objects.order_by("first_id").iterator(16):
        if one.previous != previous or one.first_id <= upto:
            faults.append(Fault("chain", one.pk))
        found, read = _compare(one, upto + 1)
        faults += found
        if not found and read != one.hash:
            faults.append(Fault("chain", one.pk))
        noticed = noticed or one.hash == noted
        previous, upto = one.hash, one.last_id
        entries, seals = entries + one.count, seals + 1
    if not noticed:
        faults.append(Fault("head", noted))
    unsealed = AuditEntry.objects.filter(pk__gt=upto).count()
    return Verdict(entries, seals, unsealed, previous, tuple(faults))


def _compare(one: Seal, first: int) -> tuple[list[Fault], str]:
    """Compare each row of a block with what its seal noted of it; return the block's hash too.

    Rows from ``first`` on that stand before the block were put in behind the seals.
    """
    lines = (line.split() for line in one.digests.splitlines())
    noted = {int(pk): digest for pk, digest in lines}
    faults = []
    running = hashlib.sha256(one.previous.encode())
    for row in rows_between(min(first, one.first_id), one.last_id):
        written = canonical(row)
        running.update(written)
        digest = noted.pop(row[0], None)
        if digest is None:
            faults.append(Fault("inserted", row[0]))
        elif digest != short(written):
            faults.append(Fault("changed", row[0]))
    faults += [Fault("missing", pk) for pk in sorted(noted)]
    return faults, running.hexdigest()
