"""Read LOS201, 202, 203 and 206: whether the words of goals fit what they claim to serve."""

from collections.abc import Iterator
from hashlib import blake2b
from statistics import median

from lineofsight.bench.reading.facts import TOLERANCE, Record, at_least, day, one, text, word
from lineofsight.bench.reading.seen import Reading, Seen, link_id

FEWEST_AT_A_DEPTH = 20
DEEPEST = 5


def los201(r: Reading) -> Iterator[Seen]:
    """See links that fit no better than goals that do not serve the parent."""
    for link in _links(r):
        child, parent = one(link, "from_id"), one(link, "to_id")
        depth = r.graph.depth(child)
        if not depth or not r.texts.known_language or _looked_after(r, link):
            continue
        if min(r.texts.content_words(child), r.texts.content_words(parent)) < 5:
            continue
        if _measures(r, child) & _measures(r, parent):
            continue
        fit = r.texts.link_fit(child, parent)
        if not at_least(1 - r.texts.moved(fit), 0.33):
            continue
        below = r.graph.below(parent)
        others = [g for g in _judged(r) if r.graph.depth(g) == depth and g not in below]
        if len(others) > 200:
            others = sorted(others, key=lambda g: (_mark(r.texts.whole(g)), g))[:200]
        if len(others) < 10:
            continue
        usual = median(r.texts.fits(others, parent))
        if at_least(usual, fit):
            yield Seen("link", link_id(link), {"fit": fit, "others_compared": len(others)})


def los202(r: Reading) -> Iterator[Seen]:
    """See links beside which another parent of the same depth fits better."""
    for link in _links(r):
        child, parent = one(link, "from_id"), one(link, "to_id")
        depth, claimed = r.graph.depth(parent), r.texts.link_fit(child, parent)
        if depth is None:
            continue
        below = r.graph.below(child) | {child} | set(r.graph.parents[child])
        offered = [
            node
            for node in [*_judged(r), *r.plan.pillars]
            if r.graph.depth(node) == depth and node not in below
        ]
        alike = r.texts.alike(child, parent, offered)
        nearest = sorted(zip(alike, offered, strict=True), key=lambda item: (-item[0], item[1]))
        names = [name for _alike, name in nearest[:20]]
        fits = r.texts.fits_of(child, parent, names)
        best = min(((-fit, name) for fit, name in zip(fits, names, strict=True)), default=None)
        if best and at_least(-best[0], claimed + 0.82) and at_least(-best[0], 0.82):
            yield Seen("link", link_id(link), {"better": best[1], "better_fit": -best[0]})


def los203(r: Reading) -> Iterator[Seen]:
    """See ends of lines at which little is left of the pillar's words."""
    drifted = {seen.id for seen in r.found("LOS201", los201)}
    usual = _usual(r)
    for goal in _judged(r):
        depth, line = r.graph.depth(goal), r.graph.line(goal)
        if not depth or depth < 2 or line is None or r.graph.supporters(goal):
            continue
        if min(r.texts.content_words(goal), r.texts.content_words(line.path[-1])) < 5:
            continue
        links = {f"{a}>{b}:supports" for a, b in zip(line.path, line.path[1:], strict=False)}
        if links & drifted:
            continue
        left, kept = 1.0, []
        for rung in reversed(line.path[:-1]):
            kept.append(_kept(r, rung, line.path[-1], usual))
            left *= kept[-1]
        if left < r.texts.usual[str(min(depth, DEEPEST))]["p5"] - TOLERANCE:
            lost_at = line.path[-2 - kept.index(min(kept))]
            yield Seen("goal", goal, {"retention": left, "lost_at": lost_at})


def los206(r: Reading) -> Iterator[Seen]:
    """See goals that neither a statement of value nor their own pillar speaks to."""
    confirmed = [
        (one(link, "from_id"), one(link, "to_id"))
        for links in r.graph.up.values()
        for link in links
        if day(link, "confirmed_on")
    ]
    bound = _percentile(r.texts.by_words(confirmed), 0.05) if confirmed else r.texts.usual_low(5)
    for goal in _judged(r):
        pillar = r.graph.primary_pillar(goal)
        if not r.graph.depth(goal) or not pillar or not r.texts.value_fits(goal):
            continue
        best = max(fit for fit, _value in r.texts.value_fits(goal))
        if max(best, r.texts.to_pillar(goal, pillar)) < bound - TOLERANCE:
            yield Seen("goal", goal, {"fit": best})


def _judged(r: Reading) -> list[str]:
    """Return the active objectives that nobody has for themselves alone."""
    return [
        goal
        for goal, record in r.plan.goals.items()
        if r.plan.objective(goal) and word(record, "scope") != "individual"
    ]


def _links(r: Reading) -> list[Record]:
    """Return the links of such goals that lie in no circle."""
    return [link for goal in _judged(r) for link in r.graph.up.get(goal, [])]


def _looked_after(r: Reading, link: Record) -> bool:
    """Tell whether a link has a reason and was confirmed since either end last changed."""
    confirmed = day(link, "confirmed_on")
    reason = text(link, "rationale")
    return bool(reason and confirmed) and not r.graph.changed_since(link, confirmed or r.as_of)


def _measures(r: Reading, node: str) -> set[str]:
    results = r.plan.key_results_of.get(node, [])
    return {text(r.plan.key_results[name], "measure") for name in results} - {""}


def _mark(whole: str) -> bytes:
    return blake2b(whole.encode(), digest_size=8).digest()


def _usual(r: Reading) -> dict[int, float]:
    """Return the median closeness of goals to their pillars at each depth."""
    found: dict[int, list[float]] = {}
    for goal in _judged(r):
        depth, pillar = r.graph.depth(goal), r.graph.primary_pillar(goal)
        if depth and pillar:
            found.setdefault(depth, []).append(r.texts.closeness(goal, pillar))
    return {
        depth: median(close) for depth, close in found.items() if len(close) >= FEWEST_AT_A_DEPTH
    }


def _kept(r: Reading, goal: str, pillar: str, usual: dict[int, float]) -> float:
    """Return what a goal keeps of what reached it; what is private is not judged."""
    depth = r.graph.depth(goal) or 0
    if word(r.plan.goals[goal], "scope") == "individual" or not depth:
        return 1.0
    shipped = r.texts.usual[str(min(depth, DEEPEST))]["median"]
    return min(1.0, r.texts.closeness(goal, pillar) / usual.get(depth, shipped))


def _percentile(values: list[float], share: float) -> float:
    """Return the value with this share of the others below it, in a straight line between two."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


RULES = {"LOS201": los201, "LOS202": los202, "LOS203": los203, "LOS206": los206}
