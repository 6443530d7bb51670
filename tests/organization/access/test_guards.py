"""What a page says about who may call it."""

from lineofsight.organization import access
from lineofsight.organization.access import guards


class TestMarks:
    def test_a_view_says_who_may_call_it(self) -> None:
        from functools import wraps

        @guards("goal.edit")
        def view() -> None: ...

        @wraps(view)
        def around() -> None: ...

        @guards(access.PUBLIC)
        def open_to_all() -> None: ...

        def says_nothing() -> None: ...

        assert access.policy_of_view(view) == access.policy_of_view(around) == "goal.edit"
        assert access.policy_of_view(open_to_all) == access.PUBLIC
        assert open_to_all.login_required is False  # type: ignore[attr-defined] # Django's mark
        assert access.policy_of_view(says_nothing) == ""

    def test_djangos_own_mark_reads_public(self) -> None:
        from django.contrib.auth.decorators import login_not_required

        @login_not_required
        def view() -> None: ...

        assert access.policy_of_view(view) == access.PUBLIC
