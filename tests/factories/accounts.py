"""Accounts for tests: ``client.force_login(account())``."""

from itertools import count

from lineofsight.organization.models import Account, Grant, Person

PASSWORD = "a long way up the stairs"  # noqa: S105 - of tests only
_numbers = count(1)


def account(
    person: Person | None = None, *roles: str, password: str | None = None, **fields: object
) -> Account:
    """Return the account of a person (a new one if none is given) who has been granted roles.

    Without ``password`` the account has none, which is quick; ``force_login`` needs none.
    """
    number = next(_numbers)
    email = str(fields.pop("email", "")) or f"person{number}@example.org"
    if person is None:
        person = Person.objects.create(name=f"Person {number}", email=email)
    for role in roles:
        Grant.objects.create(person=person, role=role, given_on="2026-01-01")
    made = Account(email=email, person=person, **fields)
    if password is None:
        made.set_unusable_password()
    else:
        made.set_password(password)
    made.save()
    return made
