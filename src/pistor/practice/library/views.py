"""Pages that read the library."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.vary import vary_on_headers

from pistor.practice.access.permissions import CLINICIANS
from pistor.practice.access.requests import ClinicRequest
from pistor.practice.library.pages import row_page, search_page
from pistor.practice.library.wording import KINDS

LONGEST_SEARCH = 200


@vary_on_headers("HX-Request")
def search(request: ClinicRequest) -> HttpResponse:
    """Find rows by words, while they are typed; by kind; those nobody reviewed."""
    kind = request.GET.get("kind", "")
    page = search_page(
        request.user,
        text=request.GET.get("q", "").strip()[:LONGEST_SEARCH],
        kind=kind if kind in KINDS else "",
        only_not_reviewed=request.GET.get("not_reviewed") == "yes",
        number=request.GET.get("page", "1"),
    )
    is_live = request.htmx and not request.htmx.history_restore_request
    return render(request, "library/_found.html" if is_live else "library/search.html", page)


def not_reviewed(request: ClinicRequest) -> HttpResponse:
    """Rows that no clinician stands for."""
    return redirect(f"{reverse('library:search')}?not_reviewed=yes")


def row(request: ClinicRequest, kind: str, key: str) -> HttpResponse:
    """Everything about one row."""
    page = row_page(request.user, kind, key)
    if page is None:
        raise Http404(f"There is no {kind} {key} in the library.")
    page["can_review"] = bool(CLINICIANS & request.roles)
    return render(request, "library/row.html", page)
