"""Sets plain data as a PDF: nothing fetched, nothing steered by what a text says."""

import json
import re
import unicodedata
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

Data = dict[str, Any]

_NO_GLYPH = "\N{WHITE SQUARE}"
_NOT_PRINTABLE = {"Cc", "Cs", "Cn"}
_TURNS_TEXT_AROUND = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def typeset(template: Path, content: Data, *, on: date) -> bytes:
    """Compile a template with its data.

    Letters that the built-in fonts lack become a square, and ``letters_missing`` is set, so that
    the document can say so.

    Args:
        template: the Typst file; it reads ``sys.inputs.data`` as JSON, so no text is ever code.
        content: plain data with ``document_title`` and ``letters_missing``.
        on: day the document bears.

    Returns:
        A PDF/A-3b; the same content gives the same bytes.
    """
    import typst

    moment = datetime.combine(on, time(), tzinfo=UTC)
    content = _printable(content)
    while True:
        try:
            return typst.compile(
                str(template),
                sys_inputs={"data": json.dumps(content)},
                ignore_system_fonts=True,
                pdf_standards=["a-3b", "ua-1"],
                timestamp=int(moment.timestamp()),
            )
        except typst.TypstError as error:
            missing = _letters_without_glyph(error.diagnostic)
            title = content["document_title"]
            shown = {**_replaced(content, missing), "document_title": title}
            if shown == content:
                raise
            content = {**shown, "letters_missing": True}


def _letters_without_glyph(diagnostic: str) -> frozenset[str]:
    texts = re.findall(r'the text `"(.*?)"` could not be displayed', diagnostic)
    escapes = re.findall(r"\\u\{([0-9a-f]+)\}", "".join(texts))
    letters = {letter for text in texts for letter in text if not letter.isascii()}
    return frozenset(letters | {chr(int(code, 16)) for code in escapes})


def _replaced(value: Any, letters: frozenset[str]) -> Any:
    if isinstance(value, str):
        return "".join(_NO_GLYPH if letter in letters else letter for letter in value)
    if isinstance(value, list):
        return [_replaced(each, letters) for each in value]
    if isinstance(value, dict):
        return {key: _replaced(each, letters) for key, each in value.items()}
    return value


def _printable(value: Any) -> Any:
    """Bring every text on one line, without what would steer a printer or turn text around."""
    if isinstance(value, str):
        kept = (
            " " if unicodedata.category(letter) in _NOT_PRINTABLE else letter
            for letter in value
            if letter not in _TURNS_TEXT_AROUND
        )
        return " ".join("".join(kept).split())
    if isinstance(value, list):
        return [_printable(each) for each in value]
    if isinstance(value, dict):
        return {key: _printable(each) for key, each in value.items()}
    return value
