"""Clinical text as typed: what is unseen, or reads otherwise than it looks, is refused."""

import re

from django.core.exceptions import ValidationError

from pistor.practice.people import checks

_MARKUP = re.compile(r"<\s*[/!?a-zA-Z]")
# Unseen marks beyond those that no text at all may hold.
_UNSEEN = re.compile("[\u061c\u200b\u200e\u200f\u2060\ufeff]")


def check_text(text: str, *, many_lines: bool = False) -> None:
    """Refuse marks nobody sees and markup nobody needs.

    Args:
        text: as it was typed.
        many_lines: whether line ends are expected.

    Raises:
        ValidationError: one sentence.
    """
    lines = text.replace("\r\n", "\n")
    checks.check_text(lines, many_lines=many_lines)
    if unseen := _UNSEEN.search(lines):
        code = f"U+{ord(unseen.group()):04X}"
        raise ValidationError(f"This holds the invisible character {code}; type it again without.")
    if _MARKUP.search(lines):
        raise ValidationError("This holds markup; write plain words, without <...>.")
