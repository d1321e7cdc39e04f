"""Changes the clinic somebody works in; colleagues, roles and settings for managers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from pistor.practice.access import actions
from pistor.practice.access.forms import ClinicForm, ColleagueForm, RolesForm
from pistor.practice.access.fresh import signed_in_afresh
from pistor.practice.access.middleware import CLINIC_KEY
from pistor.practice.access.models import Membership, User
from pistor.practice.access.queries import clinics_visible_to, colleagues_of, users_visible_to
from pistor.practice.access.requests import ClinicRequest


@require_POST
def switch_clinic(request: ClinicRequest) -> HttpResponse:
    """Work in another of one's clinics."""
    chosen = request.POST.get("clinic", "")
    pk = int(chosen) if chosen.isdecimal() and len(chosen) < 19 else 0
    clinic = get_object_or_404(clinics_visible_to(request.user), pk=pk)
    request.session[CLINIC_KEY] = clinic.pk
    return redirect("desk:today")


def staff(request: ClinicRequest) -> HttpResponse:
    """Everybody of the organisation, with their roles in this clinic."""
    page = {"colleagues": colleagues_of(request.user, request.clinic)}
    return render(request, "access/staff.html", page)


@signed_in_afresh
def add_colleague(request: ClinicRequest) -> HttpResponse:
    """Make an account; its first password is shown once."""
    form = ColleagueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made, password = actions.add_colleague(
            actor=request.user, clinic=request.clinic, **form.cleaned_data
        )
        page = {"made": made, "password": password}
        return render(request, "access/colleague_made.html", page)
    status = 422 if request.method == "POST" else 200
    return render(request, "access/colleague.html", {"form": form}, status=status)


@signed_in_afresh
def roles(request: ClinicRequest, pk: int) -> HttpResponse:
    """The roles of one colleague in this clinic; and whether they may sign in."""
    colleague = get_object_or_404(users_visible_to(request.user), pk=pk)
    held = Membership.objects.filter(user=colleague, clinic=request.clinic)
    form = RolesForm(request.POST or None, initial={"roles": [each.role for each in held]})
    if request.method == "POST" and request.POST.get("do") == "password":
        password = actions.give_new_password(actor=request.user, colleague=colleague)
        page = {"made": colleague, "password": password}
        return render(request, "access/colleague_made.html", page)
    if request.method == "POST" and form.is_valid():
        try:
            _change(request, colleague, form)
        except actions.AccessRefused as error:
            form.add_error(None, str(error))
        else:
            return redirect("access:staff")
    page = {"form": form, "colleague": colleague}
    status = 422 if request.method == "POST" else 200
    return render(request, "access/roles.html", page, status=status)


def _change(request: ClinicRequest, colleague: User, form: RolesForm) -> None:
    match request.POST.get("do"):
        case "close":
            actions.close_account(actor=request.user, colleague=colleague)
        case "open":
            actions.open_account(actor=request.user, colleague=colleague)
        case _:
            actions.set_roles(
                actor=request.user,
                colleague=colleague,
                clinic=request.clinic,
                roles=form.cleaned_data["roles"],
            )
    messages.success(request, f"Changed for {colleague.full_name}.")


@signed_in_afresh
def clinic(request: ClinicRequest) -> HttpResponse:
    """The settings of the clinic somebody works in."""
    form = ClinicForm(request.POST or None, instance=request.clinic)
    if request.method == "POST" and form.is_valid():
        actions.change_clinic(actor=request.user, clinic=form.instance)
        messages.success(request, "The settings of the clinic are changed.")
        return redirect("access:clinic")
    status = 422 if request.method == "POST" else 200
    return render(request, "access/clinic.html", {"form": form}, status=status)
