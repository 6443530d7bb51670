"""Mail about accounts: plain text, after the transaction, with links on our own name."""

import logging
from collections.abc import Mapping
from functools import partial
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string

_log = logging.getLogger("lineofsight.mail")


def post(template: str, email: str, context: Mapping[str, object]) -> None:
    """Send ``template_subject.txt`` and ``template_message.txt`` when the transaction is done."""
    said = {"installation": settings.LINEOFSIGHT_URL, "email": email, **context}
    subject = " ".join(render_to_string(f"{template}_subject.txt", said).split())
    text = render_to_string(f"{template}_message.txt", said).strip() + "\n"
    transaction.on_commit(partial(_send, EmailMessage(subject, text, to=[email]), template))


def _send(message: EmailMessage, template: str) -> None:
    try:
        message.send()
    except (SMTPException, OSError):
        # The person asked, and can ask again; the page must read the same as for a stranger.
        _log.exception("mail not sent", extra={"template": template})
