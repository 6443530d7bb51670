"""Words are found with an index and without one, and both find the same."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from lineofsight.goals import services, words
from lineofsight.goals.models import Goal
from lineofsight.organization.record.locks import is_postgresql
from tests.factories import goals as made

pytestmark = pytest.mark.django_db
TITLES = ("Cut churn", "Answer sooner", "churning “butter” OR cream", 'Say "yes" * to {all}: AND')


def found(asked: str, *fields: str) -> set[str]:
    condition = words.holding(asked.split(), *(fields or words.FIELDS))
    return set(Goal.objects.filter(condition).values_list("title", flat=True))


def read(asked: str) -> set[str]:
    """What reading every goal finds."""
    return {
        goal.title
        for goal in Goal.objects.all()
        if all(word.lower() in f"{goal.title}\n{goal.text}".lower() for word in asked.split())
    }


@pytest.fixture
def _goals() -> None:
    for title in TITLES:
        made.goal(title, text="Customers stay" if title == "Cut churn" else "")


@pytest.mark.usefixtures("_goals")
class TestHolding:
    """What it finds."""

    @pytest.mark.parametrize(
        "asked",
        [
            "churn", "CHURN", "urn", "ch", "c", "cut churn", "churn cut", "stay churn", "stay",
            "stay cream", "or", "OR", "AND", '"yes"', '"', "*", "{all}", "{all}:", "nothing", "a b",
            "to {all}",
            "“butter”", "%", "_", "NEAR", "-", "^", "title:", "'", ";",
        ],
    )  # fmt: skip
    def test_every_word_somewhere_whatever_its_letters(self, asked: str) -> None:
        assert found(asked) == read(asked)

    def test_in_titles_alone(self) -> None:
        assert found("churn", "title") == {"Cut churn", TITLES[2]}
        assert found("stay", "title") == set()

    def test_what_no_database_keeps_is_nowhere(self) -> None:
        assert found("chu\0rn") == set()

    def test_no_word_asks_for_all(self) -> None:
        assert found("") == set(TITLES)

    def test_the_index_follows_every_change(self) -> None:
        goal = Goal.objects.get(title="Cut churn")
        services.edit_goal(actor=None, goal=goal, expected=goal.version, title="Keep customers")
        assert found("churn") == {TITLES[2]}
        assert found("keep") == {"Keep customers"}
        Goal.objects.filter(title=TITLES[2]).delete()
        assert found("churn") == set()

    def test_letters_of_other_tongues_fold_too(self) -> None:
        made.goal("Ärger vermeiden")
        assert found("ärger") == {"Ärger vermeiden"}


@given(
    st.lists(st.text("abAB \"*'{}:()%_-", min_size=1, max_size=12).filter(str.strip), max_size=6),
    st.text("abAB \"*'{}:()%_-", max_size=9),
)
@settings(max_examples=60)
def test_finds_what_reading_finds(titles: list[str], asked: str) -> None:
    Goal.objects.all().delete()
    for number, title in enumerate(titles):
        Goal.objects.create(ref=f"G{number}", title=title)
    assert found(asked) == read(asked)


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def kept() -> set[str]:
    """The names of what the database keeps for words."""
    table = (
        "SELECT indexname FROM pg_indexes" if is_postgresql() else "SELECT name FROM sqlite_master"
    )
    with connection.cursor() as cursor:
        cursor.execute(table)
        names = {str(name) for (name,) in cursor.fetchall()}
    return {name for name in names if name.endswith("_by_trigrams") or name in words._TRIGGERS}


class TestKeep:
    """What is made again after every migration."""

    def test_every_record_has_it(self) -> None:
        assert len(kept()) == (2 if is_postgresql() else 3)

    def test_what_was_lost_is_made_again(self) -> None:
        before = kept()
        lost = "INDEX goal_title_by_trigrams" if is_postgresql() else "TRIGGER goal_words_come"
        run(f"DROP {lost}")
        made.goal("Cut churn")
        if is_postgresql():
            run("SET CONSTRAINTS ALL IMMEDIATE")  # no index is made while they wait
        words.keep()
        assert kept() == before
        assert found("churn") == {"Cut churn"}
        made.goal("Churn again")
        assert found("churn") == {"Cut churn", "Churn again"}

    def test_without_it_goals_are_read(self) -> None:
        made.goal("Cut churn")
        kind = "INDEX" if is_postgresql() else "TRIGGER"
        run(*(f"DROP {kind} {name}" for name in kept()))
        if not is_postgresql():
            run(f"DROP TABLE {words.WORDS}")
        words._has_index.cache_clear()
        try:
            assert found("churn") == {"Cut churn"}
        finally:
            words.keep()

    def test_sqlite_looks_into_its_own_table(self) -> None:
        made.goal("Cut churn")
        with CaptureQueriesContext(connection) as asked:
            found("churn")
        assert (words.WORDS in asked[-1]["sql"]) is not is_postgresql()
