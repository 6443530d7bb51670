"""What the worker does for itself and for mail."""

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils import timezone

from lineofsight.organization.work.queue import effect, forget
from lineofsight.organization.work.registry import every, task

DAY = 24 * 60 * 60


@task("mail.send", together=False)
def mail(*, to: str, subject: str, text: str, html: str, once: str) -> None:
    """Hand a mail to the mail server; one that may have gone out is not sent again."""
    server = get_connection(settings.MAIL_SERVER_BACKEND)
    message = EmailMultiAlternatives(subject, text, to=[to], connection=server)
    if html:
        message.attach_alternative(html, "text/html")
    with effect(once) as fresh:
        if fresh:
            message.send()


@every(DAY, "work.forget")
def forget_what_was_done() -> None:
    """Forget jobs that were done long ago."""
    forget()


@every(DAY, "sessions.forget")
def forget_sessions() -> None:
    """Remove sessions that have ended by themselves."""
    over = Session.objects.filter(expire_date__lt=timezone.now())
    if over.exists():
        over.delete()
