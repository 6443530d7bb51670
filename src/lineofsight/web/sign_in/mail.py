"""Mail about accounts: plain text, in the transaction, with links on our own name."""

from collections.abc import Mapping

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from lineofsight.web.sign_in.backend import account_of


def post(template: str, email: str, context: Mapping[str, object]) -> None:
    """Send ``template_subject.txt`` and ``template_message.txt``.

    The mail backend is the queue: the mail leaves if and only if the present transaction commits.
    """
    said = {"installation": settings.LINEOFSIGHT_URL, "email": email, **context}
    subject = " ".join(render_to_string(f"{template}_subject.txt", said).split())
    text = render_to_string(f"{template}_message.txt", said).strip() + "\n"
    EmailMessage(subject, text, to=[email]).send()


def post_new_password(email: str) -> None:
    """Send the link for a new password to an address, if it has an account of somebody here."""
    account = account_of(email)
    if account is None:
        return
    named = {"uidb36": user_pk_to_url_str(account), "key": "KEY"}
    path = reverse("account_reset_password_from_key", kwargs=named)
    key = default_token_generator.make_token(account)
    link = settings.LINEOFSIGHT_URL + path.replace("KEY", key)
    post("account/email/password_reset_key", account.email, {"password_reset_url": link})
