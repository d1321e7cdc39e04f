"""Documents and photos: judged by content, stored without what a camera hid, given out safely."""

import hashlib
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from pistor.practice.audit.models import AuditRow
from pistor.practice.people import uploads
from pistor.practice.people.models import Document
from tests.practice.cast import a_patient

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"
WORDS = {"kind": "letter", "title": "Letter of Dr Invented", "dated": "2026-01-05"}


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files", "base_url": None},
        },
    }
    return tmp_path / "files"


@pytest.fixture
def ada(house):
    return a_patient(house)


def a_picture(kind="JPEG", size=(40, 30), **saved):
    stored = BytesIO()
    Image.new("RGB", size, "teal").save(stored, kind, **saved)
    return stored.getvalue()


def with_place():
    exif = Image.Exif()
    exif[0x010F] = "Invented camera at a secret place"
    return a_picture(exif=exif)


def send(house, patient, content, name="letter.pdf", **changed):
    address = reverse("people:add_document", args=[patient.uid])
    file = SimpleUploadedFile(name, content, content_type="application/pdf")
    client = house.signed_in("practitioner")
    return client.post(address, {**WORDS, "file": file, **changed})


def stored_files(store: Path):
    return [path for path in store.rglob("*") if path.is_file()]


def test_a_pdf_is_kept_under_a_random_name_and_comes_back_as_a_download(house, ada, store):
    assert send(house, ada, PDF).status_code == 302

    document = Document.objects.get()
    assert "letter" not in document.file.name.removeprefix("documents/")
    assert document.sha256 == hashlib.sha256(PDF).hexdigest()
    address = reverse("people:document", args=[ada.uid, document.pk])
    answer = house.signed_in("prescriber").get(address)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="Letter of Dr Invented.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert AuditRow.objects.get().event == "people.document added"
    assert len(stored_files(store)) == 1


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_known_by_its_content_whatever_it_is_called(house, ada, kind):
    assert send(house, ada, a_picture(kind), name="letter.pdf").status_code == 302

    assert Document.objects.get().content_type == f"image/{kind.lower()}"


def test_what_a_camera_hid_in_a_picture_is_not_stored(house, ada):
    content = with_place()
    assert b"secret place" in content

    send(house, ada, content)

    with default_storage.open(Document.objects.get().file.name) as file:
        stored = file.read()
    assert b"secret place" not in stored
    assert not Image.open(BytesIO(stored)).getexif()


def a_bomb():
    """A PNG of a few bytes that claims to unpack to ten thousand million pixels."""

    def part(name, content):
        check = zlib.crc32(name + content)
        return len(content).to_bytes(4, "big") + name + content + check.to_bytes(4, "big")

    side = (100_000).to_bytes(4, "big")
    head = side + side + bytes([8, 2, 0, 0, 0])
    pixels = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", pixels) + part(b"IEND", b"")


REFUSED = [
    (b"", "is empty"),
    (b"PK\x03\x04 an office file", "This is a ZIP archive or an office file"),
    (b"<html><script>alert(1)</script></html>", "This is a web page"),
    (b"<svg onload=alert(1)>", "This is an SVG drawing"),
    (b"\0\0\0\x18ftypheic\0\0\0\0", "This is a HEIC picture of a phone"),
    (b"MZ\x90\0 a program", "This is a program"),
    (b"just some words", "neither a PDF nor a JPEG, PNG or WebP picture"),
    (b"%PDF-1.7\n cut off on the way", "This PDF has no end"),
    (a_picture()[:200], "This picture is broken"),
    (a_bomb(), "million pixels"),
    (a_picture("GIF"), "This is a GIF picture"),
]


@pytest.mark.parametrize(("content", "says"), REFUSED, ids=[says for _, says in REFUSED])
def test_anything_else_is_refused_by_name_before_it_is_stored(house, ada, store, content, says):
    answer = send(house, ada, content)

    assert answer.status_code == 422
    assert says in answer.text
    assert 'value="Letter of Dr Invented"' in answer.text
    assert not Document.objects.exists()
    assert stored_files(store) == []


@pytest.mark.parametrize(
    ("limit", "content"), [("MOST_PDF_BYTES", PDF), ("MOST_PICTURE_BYTES", a_picture())]
)
def test_a_file_that_is_too_large_is_refused(house, ada, store, monkeypatch, limit, content):
    monkeypatch.setattr(uploads, limit, 40)

    answer = send(house, ada, content)

    assert answer.status_code == 422
    assert "is larger than" in answer.text
    assert stored_files(store) == []


def test_a_file_leaves_no_trace_when_its_record_fails(house, ada, store, monkeypatch):
    def fails(**_):
        raise RuntimeError("the chain is broken")

    monkeypatch.setattr("pistor.practice.audit.actions.record", fails)

    with pytest.raises(RuntimeError):
        send(house, ada, PDF)

    assert not Document.objects.exists()
    assert stored_files(store) == []


def test_reception_and_neighbours_get_no_document(house, neighbour, ada):
    send(house, ada, PDF)
    address = reverse("people:document", args=[ada.uid, Document.objects.get().pk])

    assert house.signed_in("reception").get(address).status_code == 403
    assert neighbour.signed_in("practitioner").get(address).status_code == 404


def test_a_photo_of_recognition_is_a_small_square_and_the_old_one_goes(
    house, ada, store, django_capture_on_commit_callbacks
):
    client = house.signed_in("reception")
    address = reverse("people:set_portrait", args=[ada.uid])
    for colour_size in ((900, 700), (600, 1200)):
        file = SimpleUploadedFile("me.jpg", a_picture("PNG", colour_size))
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(address, {"file": file}).status_code == 302

    answer = client.get(reverse("people:portrait", args=[ada.uid]))

    assert Image.open(BytesIO(b"".join(answer.streaming_content))).size == (512, 512)
    assert answer["Content-Type"] == "image/jpeg"
    assert len(stored_files(store)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, {"remove": "yes"})
    assert stored_files(store) == []
    assert client.get(reverse("people:portrait", args=[ada.uid])).status_code == 404


def test_a_pdf_is_no_photo(house, ada):
    client = house.signed_in("reception")

    answer = client.post(
        reverse("people:set_portrait", args=[ada.uid]), {"file": SimpleUploadedFile("me.jpg", PDF)}
    )

    assert answer.status_code == 422
    assert "This is a PDF" in answer.text
