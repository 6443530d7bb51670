"""Invitations: the list for those who send them, and the page where one is accepted."""

from typing import Any, cast

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lineofsight.kit.errors import Invalid, NotAllowed, NotFound
from lineofsight.organization import access, invitations
from lineofsight.organization.models import Account, Invitation, Person
from lineofsight.web.middleware.person import PersonRequest
from lineofsight.web.middleware.signed_in import public
from lineofsight.web.sign_in import attempts
from lineofsight.web.sign_in.mail import post

SHOWN = 200
KEPT = "invitation"  # in the session: the link's secret, out of the address bar


class InviteForm(forms.Form):
    """Whom to invite: by the address that the record has, which says whose it is."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address of somebody who works here"), max_length=254
    )


class AcceptForm(forms.Form):
    """The first password."""

    password1 = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=gettext_lazy("The same once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, invitation: Invitation, **said: Any) -> None:
        super().__init__(*args, **said)
        self.invitation = invitation
        self.fields["password1"].help_text = " ".join(password_validators_help_texts())

    def clean(self) -> dict[str, Any]:
        """Hold the password to the rules."""
        said = super().clean() or {}
        first, second = said.get("password1", ""), said.get("password2", "")
        if first and second and first != second:
            self.add_error("password2", _("These are two different passwords."))
        elif first:
            try:
                validate_password(first, Account(email=self.invitation.email))
            except forms.ValidationError as problems:
                self.add_error("password1", problems)
        return said


def send(*, actor: Person | None, person: Person, email: str = "") -> str:
    """Invite a person and mail them the link; return it."""
    with transaction.atomic():
        invitation, secret = invitations.invite(actor=actor, person=person, email=email)
        link = link_of(secret)
        said = {"person": person, "by": actor, "link": link, "until": invitation.expires_at}
        post("sign_in/email/invitation", invitation.email, said)
    return link


def link_of(secret: str) -> str:
    """Return the address in the mail."""
    return settings.LINEOFSIGHT_URL + reverse("invitation_open", kwargs={"secret": secret})


@access.guards("invitation.send")
@require_http_methods(["GET", "POST"])
def overview(request: HttpRequest) -> HttpResponse:
    """Show who was invited; send an invitation."""
    asking = cast(PersonRequest, request)
    if not may_invite(asking.viewer):
        raise NotAllowed(_("Administrators and HR partners invite people."))
    form = InviteForm(request.POST or None)
    if form.is_valid() and _sent(asking, form):
        return redirect("invitations")
    rows = (
        access.visible_to(asking.viewer, Invitation)
        .filter(withdrawn_at__isnull=True)
        .select_related("person", "sent_by")
        .order_by("-sent_at")[:SHOWN]
    )
    said = {"form": form, "invitations": rows, "now": timezone.now()}
    return render(request, "sign_in/invitations.html", said, status=422 if form.errors else 200)


def may_invite(viewer: access.Viewer) -> bool:
    """Tell whether somebody sends invitations to anybody at all."""
    return viewer.is_administrator or viewer.has("hr_partner")


def _sent(request: PersonRequest, form: InviteForm) -> bool:
    email = form.cleaned_data["email"]
    people = access.visible_to(request.viewer, Person).filter(email__iexact=email)[:2]
    if len(people) != 1:
        form.add_error("email", _("Nobody here has this address, or several have. Add it first."))
        return False
    try:
        send(actor=request.person, person=people[0], email=email)
    except Invalid as problem:
        form.add_error("email", problem.message)
        return False
    messages.success(request, _("An invitation is on its way to {email}.").format(email=email))
    return True


@access.guards("invitation.withdraw")
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw an invitation."""
    asking = cast(PersonRequest, request)
    invitation = access.get_visible(asking.viewer, Invitation, pk=pk)
    invitations.withdraw(actor=asking.person, invitation=invitation)
    messages.success(request, _("The invitation is withdrawn: its link opens nothing any more."))
    return redirect("invitations")


@public
@require_GET
def open_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Take the secret out of the address, so that it is in no history and no referrer."""
    request.session[KEPT] = secret
    return redirect("invitation")


@public
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest) -> HttpResponse:
    """Let the invited person choose a password; they are signed in by that."""
    secret = str(request.session.get(KEPT, ""))
    attempts.take(request, [(f"invitation:{attempts.address_of(request)}", 30, attempts.MINUTE)])
    try:
        invitation = invitations.invited_by(secret)
        form = AcceptForm(request.POST or None, invitation=invitation)
        if not form.is_valid():
            said = {"form": form, "invitation": invitation}
            status = 422 if form.errors else 200
            return render(request, "sign_in/accept.html", said, status=status)
        account = invitations.accept(secret=secret, password=form.cleaned_data["password1"])
    except (NotFound, Invalid) as problem:
        return render(request, "sign_in/accept_over.html", {"problem": problem.message}, status=410)
    del request.session[KEPT]
    record_authentication(request, account, method="password", email=account.email)
    answer: HttpResponse = perform_login(request, Login(user=account, email=account.email))
    return answer
