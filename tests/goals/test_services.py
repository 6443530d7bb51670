"""One verb after another: what each entails, and what it refuses."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from lineofsight.goals import rollup, services
from lineofsight.goals.errors import GoalClosed
from lineofsight.goals.models import (
    Action,
    Allocation,
    Assumption,
    Goal,
    KeyResult,
    Link,
    Observation,
    Revision,
)
from lineofsight.kit.errors import Conflict, Invalid, NotAllowed
from lineofsight.organization.models import AuditEntry, Version
from tests.factories import goals as make

pytestmark = pytest.mark.django_db
END = date(2026, 12, 31)


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


def value_of(goal: Goal) -> int | None:
    goal.refresh_from_db()
    return goal.progress.value


class TestCreateGoal:
    def test_names_all_problems_at_once_by_field(self) -> None:
        with pytest.raises(Invalid) as refused:
            make.goal(" ", start=END, end=date(2026, 1, 1), confidence=11, scope="galaxy")
        assert refused.value.problems.keys() == {"title", "end", "confidence", "scope"}
        assert not Goal.objects.exists()

    def test_leaves_one_entry_and_one_version_with_its_people(self) -> None:
        alice = make.person("Alice")
        before = AuditEntry.objects.count()
        goal = make.goal(owner=alice, contributors=[alice])
        assert verbs()[before:] == ["goal.created"]
        row = Version.objects.get(table="goals", object_id=goal.pk).row
        assert row["contributor_ids"] == [alice.ref]

    def test_shares_one_space_of_ids_with_pillars(self) -> None:
        make.pillar(ref="grow")
        with pytest.raises(Invalid, match="pillar"):
            make.goal(ref="grow")
        with pytest.raises(Invalid, match="taken"):
            make.goal(ref="north_star")

    def test_is_refused_for_somebody_else(self) -> None:
        alice, bob = make.person("Alice"), make.person("Bob")
        with pytest.raises(NotAllowed):
            services.create_goal(actor=alice, title="Work harder", owner=bob)


class TestEditGoal:
    def test_writes_what_changed_in_substance_down_with_the_reason(self) -> None:
        alice = make.person("Alice")
        goal = make.goal("Cut churn", start=date(2026, 1, 1), end=END)
        services.edit_goal(
            actor=None,
            goal=goal,
            expected=1,
            reason="The market moved",
            title="Halve churn",
            end=END + timedelta(90),
            owner=alice,
            confidence=5,
        )
        found = {
            one.field: (one.before, one.after)
            for one in Revision.objects.filter(goal=goal, reason="The market moved")
        }
        assert found == {
            "title": ("Cut churn", "Halve churn"),
            "dates": ("2026-01-01..2026-12-31", "2026-01-01..2027-03-31"),
            "owner": ("", alice.ref),
        }

    def test_of_an_old_version_is_refused_and_changes_nothing(self) -> None:
        goal = make.goal()
        services.edit_goal(actor=None, goal=goal, expected=1, title="First")
        with pytest.raises(Conflict) as refused:
            services.edit_goal(actor=None, goal=goal, expected=1, title="Second")
        assert refused.value.facts["version"] == 2
        assert Goal.objects.get().title == "First"

    def test_by_a_stranger_is_refused(self) -> None:
        goal = make.goal(owner=make.person("Alice"))
        with pytest.raises(NotAllowed):
            services.edit_goal(actor=make.person("Bob"), goal=goal, expected=1, title="Mine")

    def test_that_changes_nothing_leaves_no_trace(self) -> None:
        goal = make.goal()
        before = verbs()
        services.edit_goal(actor=None, goal=goal, expected=1, title=goal.title)
        assert verbs() == before


class TestChangeStatus:
    def test_takes_a_cancelled_goal_out_of_the_roll_up(self) -> None:
        top, low, other = make.goal("Top"), make.goal("Low"), make.goal("Other")
        for child, value in ((low, 1.0), (other, 0.5)):
            make.supports(child, top)
            make.observe(make.key_result(child), value)
        assert value_of(top) == 750_000
        services.change_status(actor=None, goal=low, expected=low.version, status="cancelled")
        assert value_of(top) == 500_000

    def test_writes_the_usual_status_in_words(self) -> None:
        goal = make.goal()
        services.change_status(actor=None, goal=goal, expected=1, status="Paused", reason="Budget")
        revision = Revision.objects.get(field="status")
        assert (revision.before, revision.after) == ("active", "paused")

    def test_a_done_goal_without_anything_known_has_come_all_the_way(self) -> None:
        goal = make.goal()
        services.change_status(actor=None, goal=goal, expected=1, status="done")
        assert value_of(goal) == 1_000_000


class TestRemoveGoal:
    def test_removes_a_draft_with_all_that_hangs_on_it(self) -> None:
        draft = make.goal("Draft", status="draft")
        make.supports(draft, make.goal("Top"))
        make.key_result(draft)
        services.remove_goal(actor=None, goal=draft)
        assert list(Goal.objects.values_list("title", flat=True)) == ["Top"]
        assert not Version.objects.filter(table="links", valid_to__isnull=True).exists()
        assert rollup.recheck() == []

    def test_of_a_goal_that_was_active_is_refused(self) -> None:
        with pytest.raises(Conflict, match="Cancel"):
            services.remove_goal(actor=None, goal=make.goal())

    def test_values_do_not_go_because_a_goal_became_a_draft_again(self) -> None:
        goal = make.goal()
        measure = make.key_result(goal)
        make.observe(measure, 3.0)
        services.change_status(actor=None, goal=goal, expected=goal.version, status="draft")
        with pytest.raises(Conflict):
            services.remove_key_result(actor=None, key_result=measure)
        with pytest.raises(Conflict):
            services.remove_goal(actor=None, goal=goal)
        assert Observation.objects.exists()


class TestOverrideProgress:
    def test_stands_beside_the_automatic_value(self) -> None:
        goal = make.goal()
        make.observe(make.key_result(goal), 0.25)
        goal.refresh_from_db()
        services.override_progress(
            actor=None, goal=goal, expected=goal.version, value=0.6, reason="The contract is signed"
        )
        assert (goal.override, value_of(goal)) == (0.6, 250_000)

    def test_needs_a_reason_and_a_share(self) -> None:
        with pytest.raises(Invalid) as refused:
            services.override_progress(
                actor=None, goal=make.goal(), expected=1, value=1.5, reason=""
            )
        assert refused.value.problems.keys() == {"override", "override_reason"}


class TestKeyResults:
    @pytest.mark.parametrize(
        ("fields", "value", "progress"),
        [
            ({"baseline": 8, "target": 4}, 6, 500_000),
            ({"baseline": 8, "target": 4}, 9, 0),
            ({"type": "milestone", "baseline": None, "target": None}, 1, 1_000_000),
            ({"baseline": 0, "target": None, "low": 10, "high": 20}, 15, 1_000_000),
            ({"baseline": 0, "target": None, "low": 10, "high": 20}, 5, 500_000),
            ({"baseline": None, "target": None}, 5, None),
        ],
    )
    def test_come_as_far_as_their_scale_says(
        self, fields: dict[str, object], value: float, progress: int | None
    ) -> None:
        result = make.key_result(**fields)
        make.observe(result, value)
        result.refresh_from_db()
        assert result.progress == progress

    def test_take_a_schedule_only_as_the_plan_file_writes_it(self) -> None:
        result = make.key_result(schedule="2026-03-31=10; 2026-06-30=25")
        assert result.schedule == "2026-03-31=10;2026-06-30=25"
        with pytest.raises(Invalid) as refused:
            make.key_result(schedule="ten by March")
        assert refused.value.problems.keys() == {"schedule"}

    def test_a_target_moved_is_written_down_on_the_goal(self) -> None:
        result = make.key_result(target=10)
        services.edit_key_result(
            actor=None, key_result=result, expected=1, reason="Too easy", target=12.5
        )
        revision = Revision.objects.get()
        assert (revision.field, revision.before, revision.after) == ("target", "10", "12.5")

    def test_with_values_stay(self) -> None:
        result = make.key_result()
        make.observe(result, 1)
        with pytest.raises(Conflict, match="weight 0"):
            services.remove_key_result(actor=None, key_result=result)
        assert KeyResult.objects.exists()


class TestRecordObservation:
    def test_is_in_every_roll_up_above_when_it_returns(self) -> None:
        pillar, top, low = make.pillar(), make.goal("Top"), make.goal("Low")
        make.supports(top, pillar)
        make.supports(low, top)
        make.observe(make.key_result(low, target=4), 1)
        assert value_of(low) == value_of(top) == 250_000
        pillar.refresh_from_db()
        assert pillar.progress.value == 250_000

    def test_below_changes_a_sum_of_the_same_measure_above(self) -> None:
        top = make.goal("Top")
        total = make.key_result(top, measure="tickets", target=100)
        for at in range(2):
            low = make.goal(f"Low {at}")
            make.supports(low, top)
            make.observe(make.key_result(low, measure="tickets", target=50), 20 + at)
        total.refresh_from_db()
        assert (total.present, total.progress, value_of(top)) == (41, 410_000, 410_000)

    def test_of_an_earlier_day_does_not_set_the_present_value(self) -> None:
        result = make.key_result()
        make.observe(result, 0.75)
        make.observe(result, 0.25, date=make.MONDAY - timedelta(7))
        result.refresh_from_db()
        assert (result.present, Observation.objects.count()) == (0.75, 2)

    def test_of_one_day_the_later_counts(self) -> None:
        result = make.key_result()
        make.observe(result, 0.75)
        make.observe(result, 0.5)
        result.refresh_from_db()
        assert result.present == 0.5

    def test_dated_tomorrow_is_refused(self) -> None:
        with pytest.raises(Invalid) as refused:
            make.observe(make.key_result(), 1, date=timezone.localdate() + timedelta(1))
        assert refused.value.problems.keys() == {"date"}

    def test_on_a_closed_goal_is_refused(self) -> None:
        result = make.key_result()
        services.change_status(actor=None, goal=result.goal, expected=1, status="cancelled")
        with pytest.raises(GoalClosed):
            make.observe(result, 1)
        assert not Observation.objects.exists()

    def test_of_a_kpi_is_kept(self) -> None:
        make.observe(make.kpi(), 104.5)
        assert Observation.objects.get().kpi is not None

    def test_does_not_raise_the_version_of_what_people_edit(self) -> None:
        result = make.key_result()
        make.observe(result, 1)
        result.refresh_from_db()
        assert (result.version, result.goal.version) == (1, 1)

    def test_costs_the_same_however_many_siblings_there_are(
        self, django_assert_max_num_queries: object
    ) -> None:
        top = make.goal("Top")
        results = []
        for at in range(6):
            low = make.goal(f"Low {at}")
            make.supports(low, top)
            results.append(make.key_result(low))
        with django_assert_max_num_queries(16):
            make.observe(results[0], 1)


class TestLinks:
    def test_keep_contributions_as_given_and_work_shares_out(self) -> None:
        top = make.goal("Top")
        for at, contribution in enumerate((0.5, 0.25, None)):
            make.supports(make.goal(f"Low {at}"), top, contribution=contribution)
        links = list(Link.objects.order_by("pk"))
        assert [link.contribution for link in links] == [0.5, 0.25, None]
        assert [round(link.share / sum(one.share for one in links), 6) for link in links] == [
            0.444444,
            0.222222,
            0.333333,
        ]

    def test_that_would_close_a_circle_are_refused_by_name(self) -> None:
        alice, bob, charlie = (make.goal(name) for name in ("Alice", "Bob", "Charlie"))
        make.supports(alice, bob)
        make.supports(bob, charlie)
        with pytest.raises(Invalid, match="Charlie > Alice > Bob > Charlie"):
            make.supports(charlie, alice)

    def test_keep_the_versions_that_were_confirmed(self) -> None:
        alice, bob = make.goal("Alice's"), make.goal("Bob's")
        drawn = make.supports(alice, bob)
        services.edit_goal(actor=None, goal=bob, expected=1, title="Bob's other")
        services.confirm_link(actor=None, link=Link.objects.get())
        drawn.refresh_from_db()
        assert (drawn.source_version, drawn.end_version) == (1, 2)
        assert drawn.confirmed_on == timezone.localdate()

    def test_only_what_is_depended_on_is_accepted(self) -> None:
        with pytest.raises(Conflict):
            services.accept_link(actor=None, link=make.supports(make.goal(), make.goal()))

    def test_a_trade_off_is_agreed_between_goals_that_compete(self) -> None:
        drawn = services.link(actor=None, source=make.goal(), end=make.goal(), kind="competes_with")
        services.agree_trade_off(actor=None, link=drawn, trade_off="Speed first", review_by=END)
        assert (drawn.trade_off, drawn.review_by) == ("Speed first", END)

    def test_taken_away_leave_the_roll_up(self) -> None:
        top, low = make.goal("Top"), make.goal("Low")
        drawn = make.supports(low, top)
        make.observe(make.key_result(low), 1)
        services.unlink(actor=None, link=drawn)
        assert value_of(top) is None


class TestBeside:
    def test_an_action_is_finished_once(self) -> None:
        action = services.add_action(actor=None, goal=make.goal(), title="Call ten customers")
        services.finish_action(actor=None, action=action)
        with pytest.raises(Conflict):
            services.finish_action(actor=None, action=action)
        assert Action.objects.get().done_on == timezone.localdate()

    def test_an_assumption_found_false_is_dated(self) -> None:
        assumption = services.add_assumption(
            actor=None, text="Prices stay", goals=[make.goal()], owner=make.person()
        )
        services.decide_assumption(
            actor=None, assumption=assumption, state="false", expected=1, reason="They rose"
        )
        found = Assumption.objects.get()
        assert (found.state, found.decided_on) == ("false", timezone.localdate())

    def test_a_decision_about_a_link_concerns_both_goals(self) -> None:
        alice, bob = make.goal(), make.goal()
        drawn = services.link(actor=None, source=alice, end=bob, kind="competes_with")
        decision = services.decide(actor=None, title="Alice first", reason="Cash", link=drawn)
        assert set(decision.goals.all()) == {alice, bob}

    def test_a_decision_needs_a_reason(self) -> None:
        with pytest.raises(Invalid) as refused:
            services.decide(actor=None, title="Alice first", reason=" ", goals=[make.goal()])
        assert refused.value.problems.keys() == {"reason"}

    def test_an_allocation_is_set_anew_and_taken_back(self) -> None:
        goal, alice = make.goal(), make.person()
        for share in (0.25, 0.5):
            services.set_allocation(actor=None, goal=goal, person=alice, share=share)
        assert Allocation.objects.get().share == 0.5
        services.set_allocation(actor=None, goal=goal, person=alice, share=None)
        assert not Allocation.objects.exists()
