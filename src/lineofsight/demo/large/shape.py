"""The skeleton of a company of any size: teams, people and goals as whole-number arrays."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lineofsight.demo.texts import load

Ints = NDArray[np.int64]

LEAF_TEAM = 9  # people in a team that has no team below it
FAN_OUT = 6  # teams under one team
PILLARS = 4
DEEP_SHARE = 0.03  # of the branches that put a goal on each of their rungs

# Tiers of goals, from the top.
ENTERPRISE, FUNCTION, TEAM, INDIVIDUAL = 0, 1, 2, 3
# Codes of status.
ACTIVE, DONE, PAUSED, DRAFT, CANCELLED = 0, 1, 2, 3, 4
STATUSES = ("active", "done", "paused", "draft", "cancelled")


@dataclass(frozen=True, slots=True)
class Size:
    """How large a company is to be.

    Parameters
    ----------
    people : int
        At least 60.
    goals_per_person : float
        At least 0.5.
    key_results_per_goal : float
        At least 0; goals get the whole number below it, and some of them one more.
    observations_per_key_result : float
        At least 0, on average; active goals get more of them than finished ones.
    """

    people: int = 20_000
    goals_per_person: float = 10.0
    key_results_per_goal: float = 3.0
    observations_per_key_result: float = 5 / 3

    def __post_init__(self) -> None:
        if self.people < 60:
            raise ValueError(f"A company has at least 60 people here, not {self.people}.")
        if self.goals_per_person < 0.5:
            raise ValueError("A company has at least one goal for every two people here.")
        if self.key_results_per_goal < 0 or self.observations_per_key_result < 0:
            raise ValueError("Key results and observations cannot be fewer than none.")

    @property
    def goals(self) -> int:
        """How many goals there will be, of any status."""
        return round(self.people * self.goals_per_person)

    @property
    def key_results(self) -> int:
        """How many key results there will be."""
        return round(self.goals * self.key_results_per_goal)

    @property
    def observations(self) -> int:
        """How many observations of key results there will be."""
        return round(self.key_results * self.observations_per_key_result)


@dataclass(frozen=True, slots=True)
class Teams:
    """Teams, parents before children; team 0 is the executive team, person 0 leads it.

    ``parent`` is -1 at the top; ``function`` is -1 for the executive team; ``rung`` counts from 0
    for the team of a whole function; ``first`` and ``size`` give the block of people, whose first
    one leads; ``anchor`` is the team whose goals this team's goals support, in most departments
    a shorter way up than the team's own parent.
    """

    parent: Ints
    function: Ints
    rung: Ints
    first: Ints
    size: Ints
    anchor: Ints
    is_leaf: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class People:
    """People in the order of their teams; ``manager`` is -1 for the first of them."""

    team: Ints
    manager: Ints
    is_lead: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Goals:
    """Goals from the top down.

    ``parent`` is a goal, ``-1 - p`` for pillar p, or ``NO_PARENT``.
    """

    tier: Ints
    team: Ints
    owner: Ints
    status: Ints
    parent: Ints


NO_PARENT = -1_000


@dataclass(frozen=True, slots=True)
class Shape:
    """A whole company, as numbers."""

    size: Size
    teams: Teams
    people: People
    goals: Goals


def lay_out(size: Size, rng: np.random.Generator) -> Shape:
    """Lay out a company of the given size."""
    teams = _teams(size.people, rng)
    people = _people(size.people, teams)
    return Shape(size, teams, people, _goals(size, teams, people, rng))


def _levels(headcount: int) -> list[int]:
    """Numbers of teams on each rung of a function, from its top to its leaves."""
    counts = [max(1, round(headcount / LEAF_TEAM))]
    while counts[0] > 1:
        counts.insert(0, -(-counts[0] // FAN_OUT))
    return counts


def _teams(people: int, rng: np.random.Generator) -> Teams:
    shares = np.array([f["share"] for f in load("scale")["function"]])
    heads = np.floor((people - 1) * shares / shares.sum()).astype(np.int64)
    heads[0] += people - 1 - heads.sum()
    parent, function, rung, size, anchor, leaf = [-1], [-1], [-1], [1], [-1], [False]
    found = False
    for code, headcount in enumerate(heads.tolist()):
        counts = _levels(headcount)
        above, top = [0], len(parent)
        inner = sum(counts[:-1])
        per_inner = 2 if headcount >= 2 * inner + 3 * counts[-1] else 1
        at_leaves = headcount - per_inner * inner
        for depth, count in enumerate(counts):
            is_leaf = depth == len(counts) - 1
            row = range(len(parent), len(parent) + count)
            for place, team in enumerate(row):
                up = above[place * len(above) // count]
                deep = depth == 2 and ((place == 0 and not found) or rng.random() < DEEP_SHARE)
                found = found or deep
                parent.append(up)
                function.append(code)
                rung.append(depth)
                leaf.append(is_leaf)
                base, extra = divmod(at_leaves, count)
                size.append(base + (place < extra) if is_leaf else per_inner)
                # In a deep branch every rung supports the one above it; elsewhere the teams
                # support the goals of their department (rung 1) directly.
                deep = deep or anchor[up] < -1
                anchor.append(-2 - up if deep else _department(team, up, depth, parent, top))
            above = list(row)
    sizes = np.array(size)
    anchors = np.array(anchor)
    return Teams(
        parent=np.array(parent),
        function=np.array(function),
        rung=np.array(rung),
        first=np.concatenate(([0], np.cumsum(sizes)[:-1])),
        size=sizes,
        anchor=np.where(anchors < -1, -2 - anchors, anchors),
        is_leaf=np.array(leaf),
    )


def _department(team: int, up: int, depth: int, parent: list[int], top: int) -> int:
    if depth <= 1:
        return up
    at = team
    while parent[at] != top:
        at = parent[at]
    return at


def _people(count: int, teams: Teams) -> People:
    team = np.repeat(np.arange(len(teams.size)), teams.size)
    lead = teams.first[team]
    is_lead = np.arange(count) == lead
    up = teams.parent[team]
    manager = np.where(is_lead, np.where(up >= 0, teams.first[up], -1), lead)
    return People(team, manager, is_lead)


def _goals(size: Size, teams: Teams, people: People, rng: np.random.Generator) -> Goals:
    n_teams = len(teams.parent)
    top = int(np.clip(round(size.people / 1_500) + 6, 6, 24))
    rest = size.goals - top
    per_team = int(np.clip(0.6 * rest // (n_teams - 1), 1, 8))
    alive = min(per_team, 4)
    of_teams = per_team * (n_teams - 1)
    single = max(0, rest - of_teams)

    heads = teams.first[np.flatnonzero(teams.rung == 0)]
    tier = [np.full(top, ENTERPRISE)]
    team = [np.zeros(top, dtype=np.int64)]
    owner = [np.concatenate(([0], heads))[np.arange(top) % (len(heads) + 1)]]
    status = [np.full(top, ACTIVE)]
    parent = [-1 - np.arange(top) % PILLARS]

    # Team goals: those of one team lie side by side, the active ones first.
    team_of = np.repeat(np.arange(1, n_teams), per_team)
    nth = np.tile(np.arange(per_team), n_teams - 1)
    up = teams.anchor[team_of]
    pick = rng.integers(0, alive, len(team_of))
    from_top = up == 0
    tier.append(np.where(from_top, FUNCTION, TEAM))
    team.append(team_of)
    owner.append(teams.first[team_of] + nth % np.minimum(alive, teams.size[team_of]))
    status.append(np.where(nth < alive, ACTIVE, DONE))
    parent.append(
        np.where(from_top, rng.integers(0, top, len(team_of)), top + (up - 1) * per_team + pick)
    )

    # Individual goals: dealt round, the first four of each person are this cycle's.
    order = np.concatenate(
        [rng.permutation(size.people - 1) + 1 for _ in range(-(-single // size.people) + 1)]
    )
    who = order[:single].astype(np.int64)
    turn = np.arange(single) // (size.people - 1)
    own_team = people.team[who]
    state = np.where(turn < 4, ACTIVE, DONE)
    odd = rng.random(single)
    state[(odd < 0.03) & (turn >= 3)] = CANCELLED
    state[(odd > 0.985)] = DRAFT
    state[(odd > 0.97) & (odd <= 0.98)] = PAUSED
    home = top + (own_team - 1) * per_team + rng.integers(0, alive, single)
    # A few rest on another individual's goal, which makes the longest ways up.
    below = np.flatnonzero((rng.random(single) < 0.01) & (np.arange(single) > single // 2))
    start = top + of_teams
    home[below] = start + rng.integers(0, max(1, min(single, size.people - 1) // 2), len(below))
    tier.append(np.full(single, INDIVIDUAL))
    team.append(own_team)
    owner.append(who)
    status.append(state)
    parent.append(home)
    return Goals(
        *(np.concatenate(parts)[: size.goals] for parts in (tier, team, owner, status, parent))
    )
