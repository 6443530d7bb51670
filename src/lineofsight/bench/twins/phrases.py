"""Say titles in other words by rules, and make titles that only look alike."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

LONG = 9  # words from which on the end of a title may be dropped
_BEHIND = re.compile(r"\s(?=(?:by|through|in|across|for|to|with|from|among)\s)")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]+\b")

Way = Callable[[str, Random], str]


@cache
def phrases() -> dict[str, Any]:
    """The file ``phrases.toml``."""
    return dict(tomllib.loads(files(__package__).joinpath("phrases.toml").read_text("utf-8")))


def said_otherwise(title: str, rng: Random) -> str:
    """Say a title in other words: one to three rules, one after the other; itself if none fits."""
    ways = list(WAYS)
    rng.shuffle(ways)
    wanted, said = rng.choice((1, 2, 2, 3)), title
    for way in ways:
        tried = " ".join(way(said, rng).split())
        if tried.lower() != said.lower():
            said, wanted = tried, wanted - 1
        if not wanted:
            break
    return said


def half_said(description: str, rng: Random) -> str:
    """Say a description in other words: half of its sentences, or nothing at all."""
    sentences = re.split(r"(?<=[.;])\s+", description)
    kept = [other_word(one, rng) for one in sentences if rng.random() < 0.5]
    return " ".join(kept) if rng.random() < 0.5 else ""


def _put(text: str, old: str, new: str) -> str:
    """Put a word in the place of another, its first letter as it was."""

    def placed(match: re.Match[str]) -> str:
        return new[:1].upper() + new[1:] if match.group()[:1].isupper() else new

    return re.sub(rf"\b{re.escape(old)}\b", placed, text, count=1, flags=re.IGNORECASE)


def other_word(title: str, rng: Random) -> str:
    """Put another word for one or two of the title's words."""
    groups = [group for group in phrases()["same"] if _first(title, group)]
    rng.shuffle(groups)
    for group in groups[: rng.choice((1, 2))]:
        word = _first(title, group)
        title = _put(title, word, rng.choice([other for other in group if other != word]))
    return title


def _first(title: str, group: list[str]) -> str:
    return next((w for w in group if re.search(rf"\b{re.escape(w)}\b", title, re.IGNORECASE)), "")


def passive(title: str, rng: Random) -> str:
    """Turn "Reduce X" into "X is reduced", or "X reduced"."""
    for verb, participle, _noun in phrases()["forms"]:
        if title.lower().startswith(f"{verb} ") and " and " not in title[:30]:
            rest = title[len(verb) + 1 :].rstrip(".")
            ending = rng.choice(("is {it}", "{it}", "are {it}")).format(it=participle)
            return f"{rest[:1].upper()}{rest[1:]} {ending}"
    return title


def as_noun(title: str, _rng: Random) -> str:
    """Turn "Reduce X" into "Reduction of X"."""
    for verb, _participle, noun in phrases()["forms"]:
        if noun and title.lower().startswith(f"{verb} "):
            return f"{noun.capitalize()} of {title[len(verb) + 1 :]}"
    return title


def end_first(title: str, rng: Random) -> str:
    """Put what stands at the end to the front."""
    cuts = [match.start() for match in _BEHIND.finditer(title)]
    if not cuts or not title[:1].isupper():
        return title
    cut = rng.choice(cuts)
    head, tail = title[:cut].rstrip(" ,."), title[cut + 1 :].rstrip(".")
    return f"{tail[:1].upper()}{tail[1:]}, {head[:1].lower()}{head[1:]}"


def turned(title: str, _rng: Random) -> str:
    """Turn "A and B" into "B and A"."""
    return re.sub(r"\b([a-z]+) and ([a-z]+)\b", r"\2 and \1", title, count=1)


def idle_word(title: str, rng: Random) -> str:
    """Drop a word that says little, or add one."""
    words = title.split()
    idle = [place for place, word in enumerate(words) if word.lower() in phrases()["idle"]]
    if idle and rng.random() < 0.7:
        del words[rng.choice(idle)]
    elif len(words) > 2:
        words.insert(1, rng.choice(phrases()["idle"]))
    return " ".join(words)


def opened(title: str, rng: Random) -> str:
    """Put an opening before a title."""
    lowered = title if title[1:2].isupper() else title[:1].lower() + title[1:]
    return str(rng.choice(phrases()["openers"])).format(it=lowered)


def shortened(title: str, _rng: Random) -> str:
    """Write words short, or short words out."""
    for long, short in phrases()["short"]:
        if re.search(rf"\b{re.escape(long)}\b", title):
            return re.sub(rf"\b{re.escape(long)}\b", short, title)
    return title.replace("%", " percent", 1)


def end_dropped(title: str, _rng: Random) -> str:
    """Drop the end of a long title, at most a quarter of it."""
    words = title.split()
    cuts = [match.start() for match in _BEHIND.finditer(title)]
    if len(words) < LONG or not cuts:
        return title
    kept = title[: cuts[-1]]
    return kept if len(kept.split()) >= 0.75 * len(words) else title


def cased(title: str, rng: Random) -> str:
    """Write a title in title case or small letters, or spell it as on the other side of the sea."""
    spelt = re.sub(r"iz(?=e|ing|ation)", "is", title)
    if spelt != title:
        return spelt
    return title.title() if rng.random() < 0.5 else title[:1] + title[1:].lower()


WAYS: tuple[Way, ...] = (
    other_word, other_word, passive, as_noun, end_first, turned, idle_word, opened, shortened,
    end_dropped, cased,
)  # fmt: skip


# --- what only looks alike


def other_number(title: str, rng: Random) -> str:
    """Change the numbers of a title."""
    return _NUMBER.sub(lambda found: _moved(found.group(), rng), title)


def _moved(number: str, rng: Random) -> str:
    value = float(number.replace(",", ""))
    if value.is_integer():
        return str(int(value) + rng.choice((1, 2, 5, 10, -1)) if value > 1 else int(value) + 2)
    return f"{value * rng.choice((0.5, 1.5, 2)):.1f}"


def other_name(title: str, rng: Random) -> str:
    """Change a name; empty where the title has none."""
    found = _NAME.findall(title)
    if not found:
        return ""
    return title.replace(rng.choice(found), rng.choice(phrases()["names"]))


def two_places(title: str, rng: Random) -> tuple[str, str]:
    """The same for two towns or products."""
    one, other = rng.sample(phrases()["names"], 2)
    place = rng.choice(phrases()["places"])
    bare = title.rstrip(".")
    return f"{bare} {place.format(it=one)}", f"{bare} {place.format(it=other)}"


def other_thing(title: str, others: list[str], rng: Random) -> str:
    """Change one or two of the things that a title is about for things of other titles."""
    places = list(re.finditer(r"\b[a-z]{4,}\b", title))
    if not places or not others or len(title.split()) > LONG:
        return ""
    for match in sorted(rng.sample(places, min(len(places), rng.choice((1, 1, 2)))),
                        key=lambda one: -one.start()):  # fmt: skip
        title = f"{title[: match.start()]}{rng.choice(others)}{title[match.end() :]}"
    return title


def opposite(title: str, _rng: Random) -> str:
    """Want the opposite; empty where the title has no such word."""
    for one, other in phrases()["opposite"]:
        for word, against in ((one, other), (other, one)):
            if re.search(rf"\b{word}\b", title, re.IGNORECASE):
                return _put(title, word, against)
    return ""
