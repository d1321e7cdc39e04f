"""Papers and faces drawn for the story, since nobody in it exists."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

_PAGE = (827, 1169)  # A4 at 100 dots per inch
_FACE = 256


def paper(lines: list[str], *, kind: str) -> bytes:
    """One page with a heading and lines of text, as PDF or PNG."""
    page = Image.new("RGB", _PAGE, "white")
    pen = ImageDraw.Draw(page)
    pen.text((70, 60), "INVENTED", fill="#9a9a9a", font=ImageFont.load_default(16))
    pen.text((70, 100), lines[0], fill="black", font=ImageFont.load_default(28))
    for number, line in enumerate(lines[1:]):
        pen.text((70, 170 + 34 * number), line, fill="black", font=ImageFont.load_default(20))
    return _written(page, kind)


def face(colour: str) -> bytes:
    """A round face."""
    picture = Image.new("RGB", (_FACE, _FACE), "#eef1f4")
    pen = ImageDraw.Draw(picture)
    pen.ellipse((38, 28, 218, 228), fill=colour)
    pen.ellipse((88, 100, 108, 120), fill="#333333")
    pen.ellipse((148, 100, 168, 120), fill="#333333")
    pen.arc((88, 120, 168, 190), start=20, end=160, fill="#333333", width=6)
    return _written(picture, "PNG")


def _written(picture: Image.Image, kind: str) -> bytes:
    stored = BytesIO()
    picture.save(stored, format=kind)
    return stored.getvalue()
