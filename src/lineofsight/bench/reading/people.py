"""People, teams and functions: who is here, whose goal it is, who contributes to what."""

from collections import defaultdict
from datetime import date

from lineofsight.bench.reading.facts import Plan, Record, day, ids, number, one, text, word, yes
from lineofsight.bench.reading.graph import Graph
from lineofsight.bench.reading.progress import named_goals


class Company:
    """The people of a plan, and what is theirs."""

    def __init__(self, plan: Plan, graph: Graph) -> None:
        self.plan = plan
        self.graph = graph
        self._reports: dict[str, list[str]] = defaultdict(list)
        self._members: dict[str, list[str]] = defaultdict(list)
        for person, record in plan.people.items():
            if self.present(person):
                self._reports[one(record, "manager_id")].append(person)
                self._members[one(record, "team_id")].append(person)
        self._owned: dict[str, list[str]] = defaultdict(list)
        for goal in plan.goals:
            if plan.active(goal):
                self._owned[plan.owner(goal)].append(goal)
        self._homes = {goal: self._has_home(goal) for goal in plan.goals}
        self.contributes: dict[str, set[str]] = defaultdict(set)  # person -> goals
        self._contributions()
        self.check_ins_of: dict[str, list[Record]] = defaultdict(list)  # person -> by date
        for check_in in plan.check_ins.values():
            self.check_ins_of[one(check_in, "person_id")].append(check_in)
        for held in self.check_ins_of.values():
            held.sort(key=lambda check_in: (day(check_in, "date"), text(check_in, "id")))

    # --- people

    def present(self, person: str) -> bool:
        """Tell whether somebody has started, and has not left."""
        if person not in self.plan.people:
            return False
        record = self.plan.people[person]
        start, end = day(record, "start_date"), day(record, "end_date")
        as_of = self.plan.as_of
        return (start is None or start <= as_of) and (end is None or end >= as_of)

    def employees(self) -> list[str]:
        """Return the present people. Who has left, or is still to come, is no subject."""
        return [person for person in self.plan.people if self.present(person)]

    def here(self, person: str) -> bool:
        """Tell whether somebody is present and not away."""
        return self.present(person) and not yes(self.plan.people[person], "on_leave")

    def reports(self, manager: str) -> list[str]:
        """Return the present people whose manager this is."""
        return self._reports[manager]

    def pairs(self) -> list[tuple[str, str]]:
        """Return manager and person for each pair, both present and not away."""
        found = []
        for person, record in self.plan.people.items():
            manager = one(record, "manager_id")
            if manager and self.here(manager) and self.here(person):
                found.append((manager, person))
        return found

    def check_in_days(self, person: str) -> float:
        """Return the agreed days between two check-ins of a person; 7 unless given."""
        return number(self.plan.people[person], "check_in_days") or 7.0

    # --- teams and functions

    def present_people_of(self, team: str) -> list[str]:
        """Return the present people whose team is exactly this one."""
        return self._members[team]

    def up_from(self, team: str) -> list[str]:
        """Return a team and all teams above it, from itself to the top."""
        chain = []
        while team and team not in chain:
            chain.append(team)
            team = one(self.plan.teams.get(team, {}), "parent_id")
        return chain

    def in_branch(self, team: str, other: str) -> bool:
        """Tell whether another team is this one, above it, or below it."""
        return other in self.up_from(team) or team in self.up_from(other)

    def function_of_team(self, team: str) -> str:
        """Return the function of a team, or of the nearest team above that has one."""
        chain = (one(self.plan.teams.get(step, {}), "function_id") for step in self.up_from(team))
        return next((function for function in chain if function), "")

    def team_of_person(self, person: str) -> str:
        """Return a person's team, ``""`` if unknown."""
        return one(self.plan.people.get(person, {}), "team_id")

    def function_of_person(self, person: str) -> str:
        """Return a person's function, ``""`` if unknown."""
        return self.function_of_team(self.team_of_person(person))

    def team(self, goal: str) -> str:
        """Return a goal's team: its own, else its owner's."""
        own = one(self.plan.goals[goal], "team_id")
        return own or self.team_of_person(self.plan.owner(goal))

    def function(self, goal: str) -> str:
        """Return a goal's function: its team's."""
        return self.function_of_team(self.team(goal))

    # --- goals

    def has_home(self, goal: str) -> bool:
        """Tell whether anything on record says what a goal is for."""
        return self._homes[goal]

    def _has_home(self, goal: str) -> bool:
        record = self.plan.goals[goal]
        serves = word(record, "serves") or "strategy"
        named = ids(record, "serves_id")
        if serves == "strategy":
            return self.graph.has_path(goal)
        if serves == "health":
            return any(name in self.plan.kpis for name in named)
        if serves == "obligation":
            return bool(named)
        groups = self._groups()
        return any(name in groups for name in named) and bool(day(record, "serves_confirmed_on"))

    def _groups(self) -> set[str]:
        """Return teams and functions; where a table is missing, the ids that other tables use."""
        plan = self.plan
        groups = set(plan.teams) | set(plan.functions)
        if "teams" not in plan.there:
            for table in ("goals", "people", "allocations"):
                groups |= {one(record, "team_id") for record in plan.table(table)}
        if "functions" not in plan.there:
            groups |= {one(record, "function_id") for record in plan.teams.values()}
            groups |= {name for row in plan.pillars.values() for name in ids(row, "function_ids")}
        for answer in plan.table("answers"):
            if f"{word(answer, 'group_kind')}s" in {"teams", "functions"} - plan.there:
                groups.add(one(answer, "group_id"))
        return groups

    def goals_of(self, person: str) -> list[str]:
        """Return the active goals that a person owns."""
        return self._owned[person]

    def _contributions(self) -> None:
        plan = self.plan
        for goal, record in plan.goals.items():
            for person in [plan.owner(goal), *ids(record, "contributor_ids")]:
                self.contributes[person].add(goal)
        for key_result in plan.key_results.values():
            self.contributes[one(key_result, "owner_id")].add(one(key_result, "goal_id"))
        for action in plan.table("actions"):
            if day(action, "done_on") is None:
                self.contributes[one(action, "owner_id")].add(one(action, "goal_id"))
        for allocation in plan.table("allocations"):
            if (number(allocation, "share") or 0) > 0:
                self.contributes[one(allocation, "person_id")].add(one(allocation, "goal_id"))

    # --- line of sight of people

    def without_line(self, person: str) -> bool:
        """Tell whether the plan does not show how a present person's work counts (LOS102)."""
        start = day(self.plan.people[person], "start_date")
        if not self.here(person) or (start and self.plan.days_since(start) <= 45):
            return False
        named: set[str] = set(self.contributes[person])
        for check_in in self.check_ins_of[person][-4:]:
            named |= named_goals(check_in)
        return not any(self.plan.objective(goal) and self.has_home(goal) for goal in named)


def since(start: date | None, *others: date | None) -> date | None:
    """Return the latest of some dates that are known, None if none is."""
    return max((when for when in (start, *others) if when), default=None)
