"""Asks who is there before a signature: a sign-in of long ago may be somebody else's hand."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

View = Callable[..., HttpResponseBase]


def signed_in_afresh(view: View) -> View:
    """Let a view run only shortly after a password was given.

    The page is asked for again afterwards, and never resumed: a request that waits in a store
    would run past the table of permissions. So the view must answer GET too.
    """

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if did_recently_reauthenticate(request):
            return view(request, *args, **kwargs)
        if request.method == "POST":
            messages.info(request, "Nothing was signed yet: say who you are, then confirm again.")
        asking = reverse("account_reauthenticate")
        return redirect(f"{asking}?{urlencode({'next': request.get_full_path()})}")

    return asked
