"""What is read of goals: filtered, page by page, level by level, and only what is visible."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lineofsight.goals import selectors, services
from lineofsight.goals.models import Goal
from lineofsight.goals.selectors import Wanted
from lineofsight.kit.errors import Invalid, NotFound
from tests.factories import goals as make
from tests.factories.organization import function, person, team

pytestmark = pytest.mark.django_db


def titles(wanted: Wanted, **how: object) -> list[str]:
    return [one.title for one in selectors.page(person(), wanted, **how).goals]


class TestPage:
    def test_empty_words_mean_what_the_plan_file_says(self) -> None:
        make.goal("A")
        make.goal("B", status="active", kind="objective")
        make.goal("C", status="paused")
        assert titles(Wanted(status="active", kind="objective", serves="strategy")) == ["A", "B"]

    def test_a_goal_without_a_team_is_of_its_owners(self) -> None:
        product = function("Product")
        above = team("All of product", function=product)
        alice = person("Alice", team=team("Payments", parent=above))
        make.goal("Alice's", owner=alice)
        make.goal("Nobody's")
        assert titles(Wanted(function=product.pk)) == ["Alice's"]

    def test_a_pillar_is_reached_by_any_way_up(self) -> None:
        pillar, top, low = make.pillar(), make.goal("Top"), make.goal("Low")
        make.goal("Apart")
        make.supports(top, pillar)
        make.supports(low, top)
        assert titles(Wanted(pillar=pillar.pk)) == ["Top", "Low"]

    def test_all_words_must_stand_in_title_or_text(self) -> None:
        make.goal("Cut churn", text="among small shops")
        make.goal("Cut costs")
        assert titles(Wanted(words="CUT shops")) == ["Cut churn"]

    @pytest.mark.parametrize("order", ["id", "title", "due"])
    def test_pages_together_hold_each_goal_once_in_order(self, order: str) -> None:
        alice = person()
        for at in (3, 1, 2, 5, 4):
            end = date(2026, 12, at) if at % 2 else None
            make.goal(f"Goal {at // 2}", end=end)
        found: list[Goal] = []
        cursor = ""
        while True:
            page = selectors.page(alice, Wanted(), order=order, cursor=cursor, limit=2)
            found += page.goals
            cursor = page.next
            if not cursor:
                break
        far = date.max
        key = {
            "id": lambda one: one.pk,
            "title": lambda one: (one.title, one.pk),
            "due": lambda one: (one.end or far, one.pk),
        }[order]
        assert [one.pk for one in found] == [one.pk for one in sorted(Goal.objects.all(), key=key)]

    @pytest.mark.parametrize("cursor", ["nonsense", "bnVsbA==", "WzEsMiwzXQ=="])
    def test_a_cursor_of_another_list_is_refused(self, cursor: str) -> None:
        with pytest.raises(Invalid):
            selectors.page(person(), Wanted(), cursor=cursor)

    def test_hidden_goals_are_not_there(self) -> None:
        make.goal("Secret", confidential=True, owner=person("Olga"))
        assert titles(Wanted()) == []


class TestTree:
    def test_one_level_with_the_count_of_the_next(self) -> None:
        pillar, top = make.pillar(), make.goal("Top")
        make.supports(top, pillar)
        for at in range(3):
            make.supports(make.goal(f"Low {at}"), top)
        level = selectors.children(person(), pillar)
        assert [(one.goal.title, one.below) for one in level.branches] == [("Top", 3)]
        below = selectors.children(person(), top, limit=2)
        assert [round(one.share, 6) for one in below.branches] == [0.333333, 0.333333]
        assert below.more

    def test_tops_support_nothing(self) -> None:
        top = make.goal("Top")
        make.supports(make.goal("Low"), top)
        assert [one.goal.title for one in selectors.tops(person()).branches] == ["Top"]

    def test_ancestors_come_from_the_top(self) -> None:
        top, middle, low = (make.goal(name) for name in ("Top", "Middle", "Low"))
        make.supports(low, middle)
        make.supports(middle, top)
        make.supports(low, top)
        assert selectors.ancestors(person(), low) == [top, middle]


class TestAround:
    def test_hidden_ends_are_only_counted(self) -> None:
        goal, hidden = make.goal(), make.goal("Secret", confidential=True, owner=person("Olga"))
        make.supports(goal, hidden)
        make.supports(make.goal("Low"), goal)
        found = selectors.around(person(), goal.pk)
        assert (found.up, found.hidden_up) == ([], 1)
        assert [link.source.title for link in found.down] == ["Low"]
        assert found.hidden_down == 0

    def test_a_key_result_comes_with_the_value_last_observed(self) -> None:
        result = make.key_result()
        for value in (0.25, 0.75):
            make.observe(result, value)
        (measured,) = selectors.around(person(), result.goal_id).measures
        assert measured.last is not None
        assert (measured.last.value, measured.key_result.progress) == (0.75, 750_000)

    def test_what_is_hidden_is_not_there(self) -> None:
        hidden = make.goal("Secret", confidential=True, owner=person("Olga"))
        with pytest.raises(NotFound):
            selectors.around(person(), hidden.pk)

    def test_queries_do_not_grow_with_what_is_around(self) -> None:
        goal, reader = make.goal(), person()
        reader = type(reader).objects.select_related("account").get(pk=reader.pk)
        counts = []
        for _turn in range(2):
            for at in range(3):
                make.supports(make.goal(f"Low {at}"), goal)
                make.observe(make.key_result(goal), 1)
                services.add_action(actor=None, goal=goal, title="Call")
            with CaptureQueriesContext(connection) as seen:
                selectors.around(reader, goal.pk)
                selectors.history(reader, goal)
                selectors.page(reader, Wanted())
                selectors.children(reader, goal)
            counts.append(len(seen))
        assert counts[0] == counts[1]


class TestHistory:
    def test_says_who_changed_what_from_what_to_what_and_why(self) -> None:
        alice = person("Alice")
        goal = make.goal("Cut churn", owner=alice)
        services.edit_goal(
            actor=alice, goal=goal, expected=1, title="Halve churn", reason="It can be done"
        )
        newest, oldest = selectors.history(person("Bob"), goal)
        (change,) = newest.changes
        assert (newest.actor, newest.verb, newest.reason) == (
            alice,
            "goal.edited",
            "It can be done",
        )
        assert (change.column, change.before, change.after) == (
            "title",
            "Cut churn",
            "Halve churn",
        )
        assert oldest.verb == "goal.created"
