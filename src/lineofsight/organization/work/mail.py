"""Mail leaves through the queue: if the transaction commits, retried, at most once."""

import secrets
from collections.abc import Sequence

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from lineofsight.organization.work.queue import enqueue

HTML = "text/html"


class QueuedBackend(BaseEmailBackend):
    """Django's mail backend of this product: what anything sends is put into the queue."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Put each message into the queue, once for each receiver."""
        count = 0
        for message in email_messages:
            html = ""
            if isinstance(message, EmailMultiAlternatives):
                html = "".join(str(text) for text, kind in message.alternatives if kind == HTML)
            for receiver in message.recipients():
                said = str(message.subject), str(message.body)
                send_mail(to=receiver, subject=said[0], text=said[1], html=html)
                count += 1
        return count


def send_mail(*, to: str, subject: str, text: str, html: str = "", key: str | None = None) -> bool:
    """Send a mail once the present transaction commits; at most one with a key."""
    once = f"mail:{secrets.token_hex(16)}"
    return enqueue("mail.send", key=key, to=to, subject=subject, text=text, html=html, once=once)
