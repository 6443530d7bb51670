"""What the worker does for the pages."""

from lineofsight.organization import limits
from lineofsight.organization.work.registry import every, task
from lineofsight.web.sign_in.mail import post_new_password

HOUR = 60 * 60


@task("sign_in.new_password")
def new_password(*, email: str) -> None:
    """Mail the link for a new password, if the address has an account."""
    post_new_password(email)


@every(HOUR, "limits.forget")
def forget_limits() -> None:
    """Remove counts of attempts whose time is over."""
    limits.forget_ended()
