"""Pages of documents and of the photo to know a patient by."""

from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from pistor.practice.access.requests import ClinicRequest
from pistor.practice.audit import access
from pistor.practice.people import document_actions
from pistor.practice.people.chart_forms import DocumentForm, PortraitForm
from pistor.practice.people.models import Document
from pistor.practice.people.patient_pages import patient_of, patient_page, to_chart


def add_document(request: ClinicRequest, uid: UUID) -> HttpResponse:
    """Take in a letter or a result."""
    patient = patient_of(request, uid)
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = DocumentForm(*given, patient=patient, today=timezone.localdate())
    if form.is_valid():
        document = form.save(commit=False)
        document.patient, document.clinic = patient, request.clinic
        document_actions.add_document(
            actor=request.user, document=document, accepted=form.cleaned_data["file"]
        )
        messages.success(request, "The document is kept.")
        return to_chart(patient, "document")
    context = {
        "form": form,
        "title": "Add a document",
        "says": "Choose the file again: a browser never sends it twice." if form.is_bound else "",
        "kind": "document",
        "with_file": True,
    }
    status = 422 if form.is_bound else 200
    return patient_page(request, patient, "people/record/form.html", context, status=status)


@require_safe
def document(request: ClinicRequest, uid: UUID, pk: int) -> FileResponse:
    """A document as a download, never shown inside a page."""
    patient = patient_of(request, uid)
    found = get_object_or_404(Document.objects.filter(patient=patient), pk=pk)
    name = str(found.file.name)
    suffix = name.rpartition(".")[2]
    answer = _file(name, found.content_type, download=f"{found.title}.{suffix}")
    access.note(request, what="document read", patient=patient)
    return answer


@require_safe
def portrait(request: ClinicRequest, uid: UUID) -> FileResponse:
    """The photo to know a patient by."""
    patient = patient_of(request, uid)
    if not patient.portrait:
        raise Http404("there is no photo of this patient")
    return _file(str(patient.portrait.name), "image/jpeg")


def _file(name: str, content_type: str, *, download: str = "") -> FileResponse:
    try:
        content = default_storage.open(name, "rb")
    except FileNotFoundError as error:
        raise Http404("the file is missing from the store") from error
    answer = FileResponse(
        content, as_attachment=bool(download), filename=download, content_type=content_type
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def set_portrait(request: ClinicRequest, uid: UUID) -> HttpResponse:
    """Take in a photo to know the patient by, or take it away."""
    patient = patient_of(request, uid)
    if request.method == "POST" and "remove" in request.POST:
        document_actions.set_portrait(actor=request.user, patient=patient, accepted=None)
        messages.success(request, "The photo is gone.")
        return to_chart(patient)
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = PortraitForm(*given, patient=patient, today=timezone.localdate())
    if form.is_valid():
        document_actions.set_portrait(
            actor=request.user, patient=patient, accepted=form.cleaned_data["file"]
        )
        messages.success(request, "The photo is kept.")
        return to_chart(patient)
    context = {
        "form": form,
        "title": "Photo to know the patient by",
        "says": "It is shown beside the name, and used for nothing else.",
        "with_file": True,
        "may_remove": bool(patient.portrait),
    }
    status = 422 if form.is_bound else 200
    return patient_page(request, patient, "people/record/form.html", context, status=status)
