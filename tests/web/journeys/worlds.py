"""A small organisation with an account for each role, and a window that keeps complaints."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from playwright.sync_api import BrowserContext, Page

from lineofsight.goals.models import Goal, KeyResult
from lineofsight.organization.models import Account
from tests.factories import goals as make
from tests.factories import organization as org
from tests.factories import strategy
from tests.factories.accounts import PASSWORD, account

ROLES = ("employee", "manager", "champion", "office", "administrator")


@dataclass
class World:
    """Two goals under a pillar, one that only its owner sees, and an account a role."""

    url: str
    accounts: dict[str, Account]
    above: Goal
    below: Goal
    hidden: Goal
    measure: KeyResult


def world(url: str) -> World:
    """Build it in an empty record."""
    manager = org.person("Mona Berg")
    employee = org.person("Eli Strand", manager=manager)
    champion = org.person("Cara Lund")
    office, administrator = org.strategy_office("Olga Dahl"), org.administrator("Adam Vik")
    people = {
        "employee": employee,
        "manager": manager,
        "champion": champion,
        "office": office,
        "administrator": administrator,
    }
    pillar = strategy.pillar("Safe water", champions=[champion])
    above = make.goal("Fewer leaks in the north", owner=manager, end=date(2027, 6, 30))
    below = make.goal("Pipes renewed in every street", owner=employee, end=date(2027, 3, 31))
    hidden = make.goal("A quiet merger", owner=champion, confidential=True)
    make.supports(above, pillar)
    make.supports(below, above)
    measure = make.key_result(below, "Pipes renewed", baseline=0, target=100, unit="km")
    make.observe(measure, 20)
    accounts = {
        role: account(one, password=PASSWORD, email=f"{role}@example.org")
        for role, one in people.items()
    }
    return World(url, accounts, above, below, hidden, measure)


class Visit:
    """A browser window whose complaints are kept, of the console and of the page's policy."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.said: list[str] = []

    def page(self) -> Page:
        """Open a page in it."""
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("console", lambda said: self._console(said.type, said.text))
        return page

    def _console(self, kind: str, text: str) -> None:
        # A browser reports each answer of 4xx itself; that a page asked for it is no fault of it.
        if kind == "error" and "the server responded with a status of 4" not in text:
            self.said.append(text)


Enter = Callable[..., Page]
