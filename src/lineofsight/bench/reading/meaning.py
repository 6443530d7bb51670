"""Read LOS204: has what was confirmed changed since. The other rules on meaning read texts."""

from collections.abc import Iterator

from lineofsight.bench.reading.facts import day, one
from lineofsight.bench.reading.seen import Reading, Seen, link_id


def los204(r: Reading) -> Iterator[Seen]:
    """See links of which an end changed in substance more than 14 days ago, unconfirmed since."""
    for kind in ("supports", "shares", "depends_on"):
        for link in r.plan.links_of(kind):
            confirmed = day(link, "confirmed_on")
            if not confirmed or not r.plan.objective(one(link, "from_id")):
                continue
            changes = r.graph.changed_since(link, confirmed)
            first = day(changes[0], "date") if changes else None
            if first and r.plan.days_since(first) > 14:
                yield Seen("link", link_id(link), {"days_unknown": r.plan.days_since(first)})


RULES = {"LOS204": los204}
