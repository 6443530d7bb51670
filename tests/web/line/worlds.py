"""A small company for the tests of the pages: one line from Ana to the North Star."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lineofsight.goals.models import Goal, KeyResult, Link
from lineofsight.organization.models import Person
from lineofsight.strategy.models import Pillar
from tests.factories import goals, organization, strategy
from tests.factories.accounts import account


@dataclass(frozen=True)
class World:
    """Ana works on ``own``, which supports Bo's ``above``, which carries ``pillar``."""

    ana: Person
    bo: Person
    pillar: Pillar
    above: Goal
    own: Goal
    measure: KeyResult
    to_above: Link
    to_pillar: Link


def ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def world(**own: Any) -> World:
    bo = organization.person("Bo Lund", email="bo@example.org")
    team = organization.team("Pumps")
    ana = organization.person("Ana Silva", manager=bo, team=team)
    strategy.published("2026", on=ago(100))
    pillar = strategy.pillar("Uptime customers rely on", weight=1, sponsor=bo)
    above = goals.goal("Plants run 98 % of the time", owner=bo, scope="enterprise")
    mine = goals.goal("Spare parts within a day", owner=ana, team=team, start=ago(60), **own)
    measure = goals.key_result(mine, "Parts delivered next day", unit="%", target=90)
    to_above, to_pillar = goals.supports(mine, above), goals.supports(above, pillar)
    for link in (to_above, to_pillar):
        Link.objects.filter(pk=link.pk).update(confirmed_on=ago(3))
    return World(ana, bo, pillar, above, mine, measure, to_above, to_pillar)


def signed_in(person: Person, *roles: str) -> Client:
    client = Client()
    client.force_login(account(person, *roles))
    return client


def queries(client: Client, address: str) -> int:
    """Count the queries of a page that has been seen before."""
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)
