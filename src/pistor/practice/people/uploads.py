"""Files from outside: judged by what they hold, never by what they are called."""

import hashlib
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import TypeAlias

from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps, UnidentifiedImageError

MOST_PICTURE_BYTES = 10_000_000
MOST_PDF_BYTES = 20_000_000
MOST_PIXELS = 50_000_000
PORTRAIT_PIXELS = 512

# A picture may claim any size before it is unpacked; above this the claim alone is refused.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS

_PDF_BEGINS = b"%PDF-"
_PDF_ENDS = b"%%EOF"
_PDF_TAIL_BYTES = 2048
_PICTURES = {
    "JPEG": ("image/jpeg", "jpg"),
    "PNG": ("image/png", "png"),
    "WEBP": ("image/webp", "webp"),
}
_STRANGERS = (
    (0, b"PK\x03\x04", "a ZIP archive or an office file"),
    (0, b"\xd0\xcf\x11\xe0", "an old office file"),
    (0, b"GIF8", "a GIF picture"),
    (0, b"BM", "a BMP picture"),
    (0, b"II*\x00", "a TIFF picture"),
    (0, b"MM\x00*", "a TIFF picture"),
    (4, b"ftypheic", "a HEIC picture of a phone"),
    (4, b"ftypavif", "an AVIF picture"),
    (4, b"ftyp", "a video"),
    (0, b"MZ", "a program"),
    (0, b"\x7fELF", "a program"),
    (0, b"<svg", "an SVG drawing"),
    (0, b"<?xml", "an XML file"),
    (0, b"<", "a web page"),
    (0, b"{\\rtf", "an RTF text"),
)


Upload: TypeAlias = "UploadedFile[bytes]"


class UploadRefused(ValueError):
    """A file that is not taken; says what it is and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What will be stored of a file."""

    content: bytes
    content_type: str
    suffix: str

    @property
    def sha256(self) -> str:
        """The hash of the stored content."""
        return hashlib.sha256(self.content).hexdigest()


def accepted_document(upload: Upload) -> Accepted:
    """Take a PDF as it is, or a picture written anew.

    Raises:
        UploadRefused: it is too large, broken, or something else.
    """
    start = _start_of(upload)
    if start.startswith(_PDF_BEGINS):
        return _pdf(upload)
    return _picture(upload, start, lambda image: image)


def accepted_portrait(upload: Upload) -> Accepted:
    """Take the middle square of a picture, small, as JPEG.

    Raises:
        UploadRefused: it is too large, broken, or no picture.
    """
    start = _start_of(upload)
    if start.startswith(_PDF_BEGINS):
        raise UploadRefused("This is a PDF; a photo is a JPEG, PNG or WebP picture.")
    return _picture(upload, start, _square, suffix="jpg")


def _start_of(upload: Upload) -> bytes:
    if not upload.size:
        raise UploadRefused("This file is empty.")
    upload.seek(0)
    start = bytes(upload.read(16))
    upload.seek(0)
    return start


def _whole(upload: Upload, what: str, most_bytes: int) -> bytes:
    if (upload.size or 0) > most_bytes:
        raise UploadRefused(
            f"This {what} is larger than {most_bytes // 1_000_000} MB; make it smaller first."
        )
    return bytes(upload.read())


def _pdf(upload: Upload) -> Accepted:
    content = _whole(upload, "PDF", MOST_PDF_BYTES)
    if _PDF_ENDS not in content[-_PDF_TAIL_BYTES:]:
        raise UploadRefused("This PDF has no end: it was cut off on the way; fetch it again.")
    return Accepted(content=content, content_type="application/pdf", suffix="pdf")


def _picture(
    upload: Upload,
    start: bytes,
    shaped: Callable[[Image.Image], Image.Image],
    suffix: str = "",
) -> Accepted:
    for at, mark, what in _STRANGERS:
        if start[at:].lstrip().lower().startswith(mark.lower()):
            raise UploadRefused(f"This is {what}; expected a PDF or a JPEG, PNG or WebP picture.")
    content = _whole(upload, "picture", MOST_PICTURE_BYTES)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            image, kind = _opened(content)
            kind = "JPEG" if suffix == "jpg" else kind
            return _written_anew(shaped(image), kind)
    except UploadRefused:
        raise
    except UnidentifiedImageError as error:
        raise UploadRefused(
            "This is neither a PDF nor a JPEG, PNG or WebP picture; save it as one of these."
        ) from error
    except Image.DecompressionBombWarning as error:
        raise _too_many_pixels() from error
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except Exception as error:  # a broken file breaks its reader in many ways
        raise UploadRefused(
            "This picture is broken and cannot be opened; save it again."
        ) from error


def _opened(content: bytes) -> tuple[Image.Image, str]:
    """Check the file whole, then unpack it."""
    with Image.open(BytesIO(content), formats=list(_PICTURES)) as image:
        if image.width * image.height > MOST_PIXELS:
            raise _too_many_pixels()
        image.verify()
    again = Image.open(BytesIO(content), formats=list(_PICTURES))
    kind = str(again.format)
    again.load()
    return ImageOps.exif_transpose(again), kind


def _too_many_pixels() -> UploadRefused:
    return UploadRefused(
        f"This picture has more than {MOST_PIXELS // 1_000_000} million pixels; make it smaller."
    )


def _written_anew(image: Image.Image, kind: str) -> Accepted:
    """Write the pixels alone: what a camera or a person hid beside them stays behind."""
    mode = "RGB" if kind == "JPEG" else "RGBA" if _is_see_through(image) else "RGB"
    plain = Image.new(mode, image.size)
    plain.paste(image.convert(mode))
    content_type, suffix = _PICTURES[kind]
    stored = BytesIO()
    plain.save(stored, format=kind, **({} if kind == "PNG" else {"quality": 90}))
    return Accepted(content=stored.getvalue(), content_type=content_type, suffix=suffix)


def _is_see_through(image: Image.Image) -> bool:
    return image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info


def _square(image: Image.Image) -> Image.Image:
    side = (PORTRAIT_PIXELS, PORTRAIT_PIXELS)
    return ImageOps.fit(image.convert("RGB"), side, method=Image.Resampling.LANCZOS)
