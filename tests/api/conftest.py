"""What tests of the interface share."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from lineofsight.organization.models import Person
    from tests.api.programs import Program, Programs


@pytest.fixture
def program(db: None) -> "Programs":
    """Make programs: ``program(person, "read")``; without a person, of somebody new."""
    # Imported here: tables can be imported once Django has started.
    from tests.api.programs import Program as Made
    from tests.factories import organization

    def make(person: "Person | None" = None, *scopes: str) -> "Program":
        return Made(person or organization.person("Alice"), *scopes)

    return make
