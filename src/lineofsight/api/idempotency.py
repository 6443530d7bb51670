"""A request with an Idempotency-Key has one effect and one answer, however often it is sent."""

import functools
import hashlib
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from lineofsight.api.auth import caller_before
from lineofsight.api.models import KeptAnswer
from lineofsight.api.problems import problem, too_big

LONGEST_KEY = 255
_KEY = re.compile(rf"[!-~]{{1,{LONGEST_KEY}}}")
KEPT_DAYS = 7
KEPT_HEADERS = ("ETag", "Location", "Content-Type")
View = Callable[..., HttpResponse]


class _Undone(Exception):
    """Carries an answer out of a transaction that is not to be kept."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.response = response


def idempotent(view: View) -> View:
    """Give a view that writes the meaning of the Idempotency-Key header.

    The answer is kept in the transaction of the effect. A second request with the key waits for
    the first, then reads its answer; with the key and another body it is refused (422). Answers
    from 400 on are not kept: nothing was done, and the request may be sent again.
    """

    @functools.wraps(view)
    def once(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.headers.get("Idempotency-Key")
        if key is None:
            return view(request, *args, **kwargs)
        caller = caller_before(request)
        if caller is None or caller.scopes.isdisjoint({"write", "admin"}):
            return view(request, *args, **kwargs)  # which refuses, in its own words
        if not _KEY.fullmatch(key):
            return problem(422, _("An Idempotency-Key has 1 to 255 visible ASCII characters."))
        person = caller.person
        told = "\0".join([request.method or "", request.get_full_path()]).encode()
        try:
            fingerprint = hashlib.sha256(told + b"\0" + request.body).hexdigest()
        except RequestDataTooBig:
            return too_big()
        kept = KeptAnswer.objects.filter(person=person, key=key).first()
        if kept is None:
            try:
                with transaction.atomic():
                    kept = KeptAnswer.objects.create(
                        person=person, key=key, fingerprint=fingerprint, at=timezone.now()
                    )
                    response = view(request, *args, **kwargs)
                    if response.status_code >= 400:
                        raise _Undone(response)  # noqa: TRY301 - it must cross the transaction
                    kept.status = response.status_code
                    kept.body = response.content.decode()
                    kept.headers = {n: response[n] for n in KEPT_HEADERS if n in response}
                    kept.save()
                    return response
            except _Undone as undone:
                return undone.response
            except IntegrityError:
                kept = KeptAnswer.objects.filter(person=person, key=key).first()
                if kept is None:
                    raise
        return _again(kept, fingerprint)

    return once


def takes_key(operation: Callable[..., Any]) -> bool:
    """Tell whether an operation heeds the Idempotency-Key header."""
    return bool(getattr(operation, "takes_key", False))


def _again(kept: KeptAnswer, fingerprint: str) -> HttpResponse:
    if kept.fingerprint != fingerprint:
        return problem(
            422, _("This Idempotency-Key was used for another request."), code="key_reused"
        )
    response = HttpResponse(kept.body, status=kept.status)
    for name, value in kept.headers.items():
        response[name] = value
    response["Idempotent-Replayed"] = "true"
    return response


def forget_answers() -> int:
    """Delete answers that are older than a week; return how many."""
    before = timezone.now() - timedelta(days=KEPT_DAYS)
    return KeptAnswer.objects.filter(at__lt=before).delete()[0]
