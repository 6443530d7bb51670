"""The list, the tree and the page of a goal: who sees what, and what may be done there."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lineofsight.goals.models import Goal, Observation
from lineofsight.organization.models import Person
from tests.factories import goals as make
from tests.factories.accounts import account
from tests.factories.organization import person

pytestmark = pytest.mark.django_db
Signed = Callable[[Person], Client]


@pytest.fixture
def signed() -> Signed:
    def sign(one: Person) -> Client:
        client = Client()
        client.force_login(account(one))
        return client

    return sign


def queries(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        ask()
    return len(seen)


class TestList:
    def test_names_what_may_be_seen_and_nothing_else(self, signed: Signed) -> None:
        alice, bob = person("Alice"), person("Bob")
        make.goal("Fewer leaks", owner=alice)
        make.goal("A merger", owner=alice, confidential=True)

        seen = signed(bob).get("/goals").content.decode()

        assert "Fewer leaks" in seen
        assert "A merger" not in seen
        assert "1 goal being worked on." in seen

    def test_its_title_follows_what_it_is_narrowed_to_in_part_too(self, signed: Signed) -> None:
        alice = person("Alice")
        make.goal("Fewer leaks", owner=alice)
        make.goal("More towns", owner=alice)

        part = signed(alice).get("/goals?q=leaks", headers={"HX-Request": "true"}).content.decode()

        assert "1 goal with “leaks” being worked on." in part

    def test_a_tree_claims_to_be_narrowed_by_nothing_but_its_pillar(self, signed: Signed) -> None:
        alice = person("Alice")
        make.goal("Fewer leaks", owner=alice)
        make.goal("More towns", owner=alice)

        tree = signed(alice).get("/goals?view=tree&q=leaks").content.decode()

        assert "2 goals being worked on." in tree

    def test_is_narrowed_by_words_and_state(self, signed: Signed) -> None:
        alice = person("Alice")
        make.goal("Fewer leaks", owner=alice)
        make.goal("Fewer stops", owner=alice, status="done")
        client = signed(alice)

        assert "Fewer stops" not in client.get("/goals").content.decode()
        assert "Fewer stops" in client.get("/goals?status=done&q=few").content.decode()
        assert "No goal answers" in client.get("/goals?q=nothing+like+it").content.decode()

    def test_for_a_part_of_the_page_comes_without_the_frame(self, signed: Signed) -> None:
        alice = person("Alice")
        make.goal("Fewer leaks", owner=alice)

        part = signed(alice).get("/goals", headers={"HX-Request": "true"})

        assert b"<html" not in part.content
        assert b"Fewer leaks" in part.content
        assert "HX-Request" in part["Vary"]

    def test_goes_on_page_by_page(self, signed: Signed) -> None:
        alice = person("Alice")
        for number in range(51):
            make.goal(f"Goal {number:02}", owner=alice)
        client = signed(alice)

        first = client.get("/goals")
        after = first.context["more"]
        second = client.get(after).content.decode()

        assert "Goal 49" in first.content.decode()
        assert "Goal 50" in second
        assert "Goal 49" not in second
        assert "These are all." in second

    @pytest.mark.parametrize("query", ["cursor=x", "owner=%00", "pillar=99999999999999999999999"])
    def test_bears_any_address(self, signed: Signed, query: str) -> None:
        assert signed(person("Alice")).get(f"/goals?{query}").status_code == 200

    @pytest.mark.parametrize("view", ["list", "tree"])
    def test_takes_as_many_queries_for_many_goals_as_for_few(
        self, signed: Signed, view: str
    ) -> None:
        alice, pillar = person("Alice"), make.pillar()
        client = signed(alice)

        def add(count: int) -> None:
            for number in range(count):
                goal = make.goal(f"Goal {number}", owner=alice)
                make.supports(goal, pillar)

        add(2)
        few = queries(lambda: client.get(f"/goals?view={view}"))
        add(12)

        assert queries(lambda: client.get(f"/goals?view={view}")) == few

    def test_as_a_tree_opens_level_by_level(self, signed: Signed) -> None:
        alice, pillar = person("Alice"), make.pillar("Safe water")
        above, below = make.goal("Fewer leaks", owner=alice), make.goal("Pipes", owner=alice)
        make.supports(above, pillar)
        make.supports(below, above)
        client = signed(alice)

        trunk = client.get("/goals?view=tree").content.decode()
        branch = client.get(f"/goals/{above.pk}/below", headers={"HX-Request": "true"})

        assert "Safe water" in trunk
        assert "Fewer leaks" in trunk
        assert "Pipes" not in trunk
        assert b"Pipes" in branch.content

    def test_as_a_tree_of_any_size_leads_to_every_goal(self, signed: Signed) -> None:
        alice, pillar = person("Alice"), make.pillar("Safe water")
        for number in range(25):
            make.supports(make.goal(f"Under {number:02}", owner=alice), pillar)
            make.supports(make.goal(f"Star {number:02}", owner=alice), None)
            make.goal(f"Beside {number:02}", owner=alice)
        client = signed(alice)

        seen, waiting = set[str](), ["/goals?view=tree"]
        while waiting:
            page = client.get(waiting.pop()).content.decode()
            seen |= set(re.findall(r"(?:Under|Star|Beside) \d\d(?=<)", page))
            waiting += [unescape(one) for one in re.findall(r'hx-get="([^"]*\?after=[^"]*)"', page)]

        assert len(seen) == 75


class TestGoal:
    def test_says_how_it_stands_in_its_title(self, signed: Signed) -> None:
        alice = person("Alice")
        result = make.key_result(make.goal("Fewer leaks", owner=alice), baseline=8, target=4)
        make.observe(result, 6, reported="at_risk")

        page = signed(alice).get(f"/goals/{result.goal_id}").content.decode()

        assert "Fewer leaks: reported at risk, 50\N{NO-BREAK SPACE}% of the way." in page

    def test_counts_private_ends_without_naming_them(self, signed: Signed) -> None:
        alice, bob = person("Alice"), person("Bob")
        open_one = make.goal("Fewer leaks", owner=alice)
        make.supports(make.goal("A merger", owner=alice, confidential=True), open_one)

        page = signed(bob).get(f"/goals/{open_one.pk}").content.decode()

        assert "A merger" not in page
        assert "1 private goal" in page

    def test_that_is_hidden_reads_like_one_that_is_not_there(self, signed: Signed) -> None:
        alice, bob = person("Alice"), person("Bob")
        hidden = make.goal("A merger", owner=alice, confidential=True)
        client = signed(bob)

        here, nowhere = client.get(f"/goals/{hidden.pk}"), client.get("/goals/987654")

        assert here.status_code == nowhere.status_code == 404
        assert here.content == nowhere.content

    def test_takes_as_many_queries_with_many_links_as_with_few(self, signed: Signed) -> None:
        alice = person("Alice")
        goal = make.goal("Fewer leaks", owner=alice)
        client = signed(alice)

        def add(count: int) -> None:
            for number in range(count):
                make.supports(make.goal(f"Pipe {number}", owner=alice), goal)
                make.key_result(goal, f"Leaks {number}")

        add(2)
        few = queries(lambda: client.get(f"/goals/{goal.pk}"))
        add(10)

        assert queries(lambda: client.get(f"/goals/{goal.pk}")) == few

    def test_records_a_value(self, signed: Signed) -> None:
        alice = person("Alice")
        result = make.key_result(make.goal("Fewer leaks", owner=alice), baseline=8, target=4)

        sent = {"value": "6", "date": date.today().isoformat(), "reported": "on_track"}
        answer = signed(alice).post(f"/key-results/{result.pk}/report", sent)

        assert answer["Location"] == f"/goals/{result.goal_id}"
        assert Observation.objects.get().value == 6
        assert Goal.objects.select_related("progress").get().said == "on_track"

    def test_says_what_is_wrong_with_a_value_beside_it(self, signed: Signed) -> None:
        alice = person("Alice")
        result = make.key_result(make.goal("Fewer leaks", owner=alice))

        sent = {"value": "six", "date": "2999-01-01"}
        answer = signed(alice).post(f"/key-results/{result.pk}/report", sent)

        assert answer.status_code == 422
        assert "Enter a number." in answer.content.decode()
        assert not Observation.objects.exists()

    def test_is_not_for_a_colleague_to_report_on(self, signed: Signed) -> None:
        result = make.key_result(make.goal("Fewer leaks", owner=person("Alice")))
        sent = {"value": "6", "date": date.today().isoformat()}

        client = signed(person("Bob"))

        assert "Report a value" not in client.get(f"/goals/{result.goal_id}").content.decode()
        assert client.post(f"/key-results/{result.pk}/report", sent).status_code == 403


class TestEdit:
    def sent(self, goal: Goal, **changes: object) -> dict[str, object]:
        return {"title": goal.title, "version": goal.version, "owner": "", **changes}

    def test_changes_a_goal_and_keeps_why(self, signed: Signed) -> None:
        alice = person("Alice", email="alice@example.org")
        goal = make.goal("Fewer leaks", owner=alice)
        client = signed(alice)

        sent = self.sent(goal, title="No leaks", owner="alice@example.org", reason="We can.")
        answer = client.post(f"/goals/{goal.pk}/edit", sent)
        page = client.get(f"/goals/{goal.pk}").content.decode()

        assert answer.status_code == 302
        assert "<del>Fewer leaks</del>" in page
        assert "<ins>No leaks</ins>" in page
        assert "We can." in page

    def test_shows_both_texts_where_somebody_else_was_quicker(self, signed: Signed) -> None:
        alice = person("Alice", email="alice@example.org")
        goal = make.goal("Fewer leaks", owner=alice)
        client = signed(alice)
        first = self.sent(goal, title="No leaks", owner="alice@example.org")
        client.post(f"/goals/{goal.pk}/edit", first)

        late = self.sent(goal, title="Few leaks", owner="alice@example.org")
        answer = client.post(f"/goals/{goal.pk}/edit", late)

        page = answer.content.decode()
        assert answer.status_code == 409
        assert "<ins>No leaks</ins>" in page
        assert "Few leaks" in page
        goal.refresh_from_db()
        assert goal.title == "No leaks"

    def test_says_all_that_is_wrong(self, signed: Signed) -> None:
        alice = person("Alice")
        goal = make.goal("Fewer leaks", owner=alice)

        sent = self.sent(goal, title="", owner="Nobody", confidence="11")
        page = signed(alice).post(f"/goals/{goal.pk}/edit", sent)

        assert page.status_code == 422
        assert page.content.decode().count('class="error"') == 3

    def test_is_not_for_a_colleague(self, signed: Signed) -> None:
        goal = make.goal("Fewer leaks", owner=person("Alice"))

        assert signed(person("Bob")).get(f"/goals/{goal.pk}/edit").status_code == 403

    def test_sets_a_new_goal(self, signed: Signed) -> None:
        alice = person("Alice", email="alice@example.org")
        client = signed(alice)

        answer = client.post("/goals/new", {"title": "Fewer leaks", "owner": "alice@example.org"})

        made = Goal.objects.get()
        assert answer["Location"] == f"/goals/{made.pk}"
        assert made.owner == alice

    def test_pauses_and_reopens(self, signed: Signed) -> None:
        alice = person("Alice")
        goal = make.goal("Fewer leaks", owner=alice)
        client = signed(alice)

        client.post(f"/goals/{goal.pk}/status", {"status": "paused", "version": goal.version})
        paused = client.get(f"/goals/{goal.pk}").content.decode()

        assert "Fewer leaks: paused." in paused
        assert "Work on it again" in paused

    def test_confirms_a_link(self, signed: Signed) -> None:
        alice = person("Alice")
        link = make.supports(make.goal("Pipes", owner=alice), make.goal("Leaks", owner=alice))

        signed(alice).post(f"/links/{link.pk}/confirm", {"goal": link.source_id})

        link.refresh_from_db()
        assert link.confirmed_on is not None
