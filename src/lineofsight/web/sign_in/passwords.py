"""What a password must be, beyond Django's own rules."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST = 256  # signs: whole sentences are welcome, megabytes to hash are not


class MaximumLength:
    """Refuses what nobody types."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ``ValidationError`` if a password is too long."""
        if len(password) > LONGEST:
            raise ValidationError(
                _("This password is longer than {count} signs.").format(count=LONGEST)
            )

    def get_help_text(self) -> str:
        """Say the rule."""
        return _("Up to {count} signs; a whole sentence is a good password.").format(count=LONGEST)
