"""Who asks for which page: four people, signed in, and the pages that each of them opens."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count, Q
from django.test import Client
from django.urls import reverse

from lineofsight.api.tokens import make_token
from lineofsight.bench.http.floor import BARE, FLOOR
from lineofsight.goals.models import Goal, KeyResult
from lineofsight.kit.i18n import gettext as _
from lineofsight.organization import services
from lineofsight.organization.models import Account, Function, Person
from lineofsight.strategy.models import Pillar

WRITERS = 8
SPREAD = 64  # key results that each writer reports on in turn
TOKEN = "bench"  # noqa: S105 - the name of a token, not its secret
RARE = "Halvorsen unobtainable"


@dataclass(frozen=True)
class Visit:
    """One page as one person asks for it; ``cookie`` is empty where nobody is signed in."""

    name: str
    who: str
    address: str
    cookie: str
    htmx: bool = False


@dataclass(frozen=True)
class Writer:
    """Somebody who reports values through the interface for programs."""

    secret: str
    person: int
    key_results: list[int]


def visits() -> list[Visit]:
    """Sign four people in and return what they open, the two floors first."""
    people = _people()
    cookies = {name: _sign_in(person) for name, person in people.items()}
    employee, manager = people["employee"], people["manager"]
    function = Function.objects.order_by("pk").first()
    pillar = Pillar.objects.order_by("pk").first()
    own = Goal.objects.filter(owner=employee, status="active").order_by("pk").first()
    hub = Goal.objects.annotate(n=Count("links_down")).order_by("-n", "pk").first()
    if function is None or pillar is None or own is None or hub is None:
        raise ValueError(_("This company is too small to be opened."))
    top = Goal.objects.filter(scope="function", status="active").order_by("pk").first() or hub
    goals, find = reverse("goals"), reverse("find")

    def asked(address: str, **query: object) -> str:
        return f"{address}?{urlencode(query)}"

    common = _common_word()
    every = dict(cookies)
    two = {name: cookies[name] for name in ("employee", "office")}
    pages: list[tuple[str, dict[str, str], str, bool]] = [
        (_("My line of sight"), every, reverse("my_line"), False),
        (_("Strategy"), two, reverse("strategy"), False),
        (_("Goals"), two, goals, False),
        (_("Goals by due date"), _one(cookies, "manager"), asked(goals, order="due"), False),
        (_("Goals with a word"), _one(cookies, "manager"), asked(goals, q=common), False),
        (_("Goals without a hit"), _one(cookies, "manager"), asked(goals, q=RARE), False),
        (_("Goals of a pillar"), _one(cookies, "manager"), asked(goals, pillar=pillar.pk), False),
        (
            _("Goals of a function"),
            _one(cookies, "manager"),
            asked(goals, function=function.pk),
            False,
        ),
        (_("Goals of a person"), _one(cookies, "manager"), asked(goals, owner=manager.pk), False),
        (_("Goals, next found"), _one(cookies, "manager"), asked(goals, q=common), True),
        (_("Goals as a tree"), two, asked(goals, view="tree"), False),
        (
            _("A branch of the tree"),
            _one(cookies, "manager"),
            reverse("goal_branch", args=[hub.pk]),
            True,
        ),
        (_("A goal, own"), _one(cookies, "employee"), reverse("goal", args=[own.pk]), False),
        (_("A goal of a function"), two, reverse("goal", args=[top.pk]), False),
        (_("The goal with most links"), every, reverse("goal", args=[hub.pk]), False),
        (_("Find, a word"), two, asked(find, q=common), True),
        (_("Find, a page"), _one(cookies, "employee"), asked(find, q=common), False),
        (_("Find, nothing"), _one(cookies, "employee"), asked(find, q=RARE), True),
        (_("Sign-in"), {_("nobody"): ""}, reverse("account_login"), False),
    ]
    return [
        Visit(FLOOR, "employee", f"/{FLOOR}", cookies["employee"]),
        Visit(BARE, "nobody", f"/{BARE}", ""),
        *(
            Visit(name, who, address, cookie, htmx)
            for name, asking, address, htmx in pages
            for who, cookie in asking.items()
        ),
    ]


def writers() -> list[Writer]:
    """Return people, each with a token and key results of their own that they may report on."""
    found = []
    owners = (
        Goal.objects.filter(status="active", owner__account__isnull=True, owner__end_date=None)
        .exclude(owner=None)
        .order_by("-pk")
        .values_list("owner", flat=True)
    )
    for owner in list(dict.fromkeys(owners))[:: max(1, len(owners) // (4 * WRITERS))][:WRITERS]:
        person = Person.objects.get(pk=owner)
        _account(person)
        _row, secret = make_token(actor=person, name=TOKEN, scopes=["read", "write"], days=7)
        results = KeyResult.objects.filter(goal__owner=person, goal__status="active")
        pks = list(results.order_by("pk").values_list("pk", flat=True)[:SPREAD])
        found.append(Writer(secret, person.pk, pks))
    return [one for one in found if one.key_results]


def _one(cookies: dict[str, str], who: str) -> dict[str, str]:
    return {who: cookies[who]}


def _people() -> dict[str, Person]:
    """Find an employee, their manager, a champion, and make somebody strategy office."""
    here = Person.objects.filter(end_date=None)
    with_goals = here.filter(
        reports__isnull=True, manager__isnull=False, goals__status="active"
    ).distinct()
    employee = with_goals.order_by("-pk").first()
    champion = here.filter(champions__isnull=False).order_by("pk").first()
    if employee is None or employee.manager is None or champion is None:
        raise ValueError(_("This company is too small to be opened."))
    chosen = [employee.pk, employee.manager.pk, champion.pk]
    office = here.filter(Q(grants__role="strategy_office")).first()
    if office is None:
        office = here.exclude(pk__in=chosen).order_by("-pk")[:1].get()
        services.grant_role(actor=None, person=office, role="strategy_office")
    return {
        "employee": employee,
        "manager": employee.manager,
        "champion": champion,
        "office": office,
    }


def _account(person: Person) -> Account:
    found = Account.objects.filter(person=person).first()
    return found or Account.objects.create_user(f"{person.ref}@bench.example", person=person)


def _sign_in(person: Person) -> str:
    """Begin a session as signing in does, without the hashing of a password."""
    client = Client()
    client.force_login(_account(person))
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _common_word() -> str:
    """Return a word that stands in many titles."""
    counted: dict[str, int] = {}
    for title in Goal.objects.order_by("pk").values_list("title", flat=True)[:2_000]:
        for word in set(_words(title)):
            counted[word] = counted.get(word, 0) + 1
    return max(counted, key=lambda word: (counted[word], word))


def _words(title: str) -> Iterator[str]:
    return (word for word in title.lower().split() if len(word) > 4 and word.isalpha())
