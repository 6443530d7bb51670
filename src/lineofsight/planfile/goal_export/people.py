"""People and teams of an archive: from their own lists, and from wherever they are named."""

from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext
from lineofsight.planfile.goal_export.values import (
    Json,
    key_in,
    line_in,
    record_in,
    records_in,
    text_in,
)
from lineofsight.planfile.outside import Ledger, Place, one_line, slug
from lineofsight.planfile.validate import circles

Record = dict[str, object]


class Directory:
    """Everybody and every team that an archive names, once each."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._people: dict[str, Record] = {}
        self._teams: dict[str, Record] = {}
        self._team_of_name: dict[str, str] = {}
        self._parent_names: dict[str, str] = {}
        self.more_leads = 0

    def add_user(self, record: Json) -> None:
        """Take in a row of the list of users."""
        key = self.person_key(record)
        if not key:
            return
        person = self._people[key]
        manager = self.person_key(record_in(record, "Manager"))
        if manager:
            person["manager_id"] = manager
        teams = self.team_keys(record.get("Teams"))
        if len(teams) == 1:
            person["team_id"] = teams[0]

    def person_key(self, record: Json) -> str:
        """Return the id of a person who is named somewhere; ``""`` for nobody."""
        name = " ".join(text_in(record, "Name").split())
        email = line_in(record, "Email")
        key = key_in(record) or slug(email) or slug(name)
        if not key:
            return ""
        person = self._people.setdefault(key, {"id": key})
        for column, text in (("name", name), ("email", email)):
            if text and not person.get(column):
                person[column] = text
        return key

    def add_team(self, record: Json) -> None:
        """Take in a row of the list of teams."""
        name = line_in(record, "Team Name") or line_in(record, "Name")
        key = key_in(record) or slug(name)
        if not key:
            return
        team = self._team(key, name)
        parent = record.get("Parent Team")
        named = record_in(record, "Parent Team")
        above = key_in(named) or line_in(named, "Name")
        if isinstance(parent, str | int):
            above = one_line(str(parent))
        if above:
            self._parent_names[key] = above
        leads = [self.person_key(each) for each in records_in(record.get("Team Owners"))]
        known = [lead for lead in leads if lead]
        if known:
            team["lead_id"] = known[0]
            self.more_leads += len(known) > 1

    def team_keys(self, value: object) -> list[str]:
        """Return the ids of teams that are named somewhere."""
        keys = []
        for record in records_in(value):
            name = line_in(record, "Name")
            key = key_in(record) or self._team_of_name.get(name, "") or slug(name)
            if key:
                self._team(key, name)
                keys.append(key)
        return list(dict.fromkeys(keys))

    def people(self) -> dict[str, Record]:
        """Return the records of the table people; a circle of managers is cut."""
        for record in self._people.values():
            record.setdefault("name", record.get("email") or record["id"])
        self._cut(self._people, "people", "manager_id")
        return self._people

    def teams(self) -> dict[str, Record]:
        """Return the records of the table teams; a circle of teams is cut."""
        missing = 0
        for key, above in self._parent_names.items():
            parent = self._team_of_name.get(above, above if above in self._teams else "")
            missing += not parent
            if parent:
                self._teams[key]["parent_id"] = parent
        if missing:
            message = ngettext(
                "{count} team names a parent that is not in this export; it is left out.",
                "{count} teams name parents that are not in this export; they are left out.",
                missing,
            )
            self._ledger.say(message.format(count=missing), place=Place("teams", None, "parent_id"))
        if self.more_leads:
            message = ngettext(
                "{count} team has several owners; the first one leads it.",
                "{count} teams have several owners; the first ones lead them.",
                self.more_leads,
            )
            place = Place("teams", None, "lead_id")
            self._ledger.say(message.format(count=self.more_leads), place=place)
        self._cut(self._teams, "teams", "parent_id")
        return self._teams

    def _team(self, key: str, name: str) -> Record:
        team = self._teams.setdefault(key, {"id": key, "name": name or key})
        if name:
            team["name"] = name
            self._team_of_name.setdefault(name, key)
        return team

    def _cut(self, records: dict[str, Record], table: str, column: str) -> None:
        keys = list(records)
        places = {key: place for place, key in enumerate(keys)}
        above = [places.get(str(records[key].get(column, "")), -1) for key in keys]
        found = circles(above)
        for circle in found:
            first = min(keys[place] for place in circle)
            del records[first][column]
        if found:
            message = ngettext(
                "{count} circle of {column} is cut at one place.",
                "{count} circles of {column} are cut at one place each.",
                len(found),
            )
            self._ledger.say(
                message.format(count=len(found), column=column),
                _("Put right who stands above whom."),
                Place(table, None, column),
            )
