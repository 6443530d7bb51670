"""One's own account: where one is signed in, and how the pages look."""

from typing import cast

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from lineofsight.organization import access
from lineofsight.organization.models import Account
from lineofsight.web.sign_in.browsers import browser_of


class PreferencesForm(forms.Form):
    """How the pages look and listen."""

    theme = forms.ChoiceField(
        label=gettext_lazy("Colours"),
        required=False,
        choices=[
            ("", gettext_lazy("As my device")),
            ("light", gettext_lazy("Light")),
            ("dark", gettext_lazy("Dark")),
        ],
    )
    single_keys = forms.BooleanField(
        label=gettext_lazy("Single letters on the keyboard are commands"), required=False
    )


@access.guards(access.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Show one's own account, and change how the pages look."""
    own = cast(Account, request.user)
    form = PreferencesForm(
        request.POST or None, initial={"theme": own.theme, "single_keys": own.single_keys}
    )
    if request.method == "POST" and form.is_valid():
        Account.objects.filter(pk=own.pk).update(**form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("account")
    kinds = list(Authenticator.objects.filter(user=own).values_list("type", flat=True))
    said = {
        "form": form,
        "app": Authenticator.Type.TOTP in kinds,
        "passkeys": kinds.count(Authenticator.Type.WEBAUTHN),
        "sessions": len(_sessions(request)),
    }
    return render(request, "sign_in/account.html", said, status=422 if form.errors else 200)


@access.guards(access.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """Show where one is signed in; end one of these sessions, or all but this."""
    found = _sessions(request)
    here = request.session.session_key
    if request.method == "POST":
        which = request.POST.get("end", "")
        over = [
            one
            for one in found
            if one.session_key != here and (which == "others" or which == str(one.pk))
        ]
        for one in over:
            one.end()
        messages.success(request, _("Ended: whoever was signed in there is not any more."))
        return redirect("sessions")
    rows = [
        {
            "pk": one.pk,
            "browser": browser_of(one.user_agent),
            "ip": one.ip,
            "since": one.created_at,
            "here": one.session_key == here,
        }
        for one in found
    ]
    return render(request, "sign_in/sessions.html", {"sessions": rows})


def _sessions(request: HttpRequest) -> list[UserSession]:
    found: list[UserSession] = UserSession.objects.purge_and_list(request.user)
    return sorted(found, key=lambda one: one.created_at, reverse=True)
