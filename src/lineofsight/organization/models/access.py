"""Who can sign in, and which roles were given to whom."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from lineofsight.organization.models.people import Function, Person, Team
from lineofsight.organization.record.base import one_of, word_field


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """Find an account by e-mail, whatever its case."""
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Account":
        """Make an account that can sign in once it has a password."""
        account = self.model(email=self.normalize_email(email), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """A way to sign in, for one person. What the person may do hangs on the person."""

    email = models.EmailField(unique=True)
    person = models.OneToOneField(Person, models.CASCADE, related_name="account")
    is_active = models.BooleanField(default=True)
    single_keys = models.BooleanField(default=True)  # WCAG 2.1.4: they can be switched off
    theme = word_field()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = AccountManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_account_for_an_email"),
            one_of("account", "theme", ["light", "dark"]),
        ]

    def __str__(self) -> str:
        return self.email


class Grant(models.Model):
    """A role given to a person. Managers, champions and sponsors are not granted but derived."""

    ROLES = ("strategy_office", "hr_partner", "administrator", "auditor")

    person = models.ForeignKey(Person, models.CASCADE, related_name="grants")
    role = word_field()
    function = models.ForeignKey(Function, models.CASCADE, null=True, blank=True)
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True)
    given_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=["strategy_office", "hr_partner", "administrator", "auditor"]),
                name="grant_of_a_known_role",
            ),
            models.CheckConstraint(
                condition=Q(function__isnull=True, team__isnull=True) | Q(role="hr_partner"),
                name="only_an_hr_partner_has_a_scope",
            ),
            models.UniqueConstraint(
                fields=["person", "role"],
                condition=Q(function__isnull=True, team__isnull=True),
                name="a_role_once",
            ),
            models.UniqueConstraint(
                fields=["person", "role", "function"], name="a_role_once_for_a_function"
            ),
            models.UniqueConstraint(
                fields=["person", "role", "team"], name="a_role_once_for_a_team"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"
