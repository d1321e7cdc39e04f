"""Keeps documents and photos of recognition; a file lands on disk only with its record."""

import uuid
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from pistor.practice.access.models import User
from pistor.practice.audit import actions as audit
from pistor.practice.people.models import Document, Patient
from pistor.practice.people.uploads import Accepted


def add_document(*, actor: User, document: Document, accepted: Accepted) -> Document:
    """Keep a document under a name nobody can guess."""
    document.entered_by = actor
    document.content_type = accepted.content_type
    document.size_bytes = len(accepted.content)
    document.sha256 = accepted.sha256
    document.file = _stored("documents", accepted)
    try:
        with transaction.atomic():
            document.save()
            audit.record(actor=actor, event="people.document added", subject=document)
    except Exception:
        default_storage.delete(document.file.name)
        raise
    return document


def set_portrait(
    *, actor: User, patient: Patient, accepted: Accepted | None, at: datetime | None = None
) -> Patient:
    """Keep a new photo to know the patient by, or none; the old one goes."""
    name = _stored("portraits", accepted) if accepted else ""
    try:
        with transaction.atomic():
            now = Patient.objects.select_for_update().get(pk=patient.pk)
            before, now.portrait = now.portrait.name, name
            now.save(update_fields=["portrait"])
            audit.record(actor=actor, event="people.portrait set", subject=now, at=at)
            if before:
                transaction.on_commit(lambda: default_storage.delete(before))
    except Exception:
        if name:
            default_storage.delete(name)
        raise
    return now


def _stored(folder: str, accepted: Accepted) -> str:
    path = f"{folder}/{uuid.uuid4().hex}.{accepted.suffix}"
    return default_storage.save(path, ContentFile(accepted.content))
