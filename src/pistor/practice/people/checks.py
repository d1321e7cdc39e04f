"""What a field of a patient may hold, the same for a form and for a line of a file."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from pistor.notation.files import hidden_character
from pistor.practice.people.names import digits, folded
from pistor.web.templatetags.pistor import day as in_words

OLDEST_YEARS = 120  # nobody lived longer by more than a few months: a slip of the keys
_FEWEST_DIGITS = 3
_LINE_ENDS = re.compile(r"[\t\n]")


def check_text(text: str, *, many_lines: bool = False) -> None:
    """Refuse characters nobody sees, and line ends where one line is meant."""
    if not many_lines and _LINE_ENDS.search(text):
        raise ValidationError("This holds a line end or a tab; write it on one line.")
    hidden = hidden_character(text)
    if hidden:
        raise ValidationError(
            f"This holds the invisible character U+{ord(hidden):04X}, which can disguise what is "
            "read; type it again without it."
        )


def check_length(text: str, longest: int) -> None:
    """Refuse what the column cannot hold; nothing is ever cut."""
    if len(text) > longest:
        raise ValidationError(f"This is {len(text)} letters long; at most {longest} fit.")


def check_name(text: str) -> None:
    """Refuse a name without a letter."""
    if not folded(text):
        raise ValidationError(f"There is no letter in {text!r}; enter the name.")


def check_birth(born_on: date, today: date) -> None:
    """Refuse a birth to come, and one too long ago to be true."""
    if born_on > today:
        raise ValidationError(
            f"{in_words(born_on)} is in the future; today is {in_words(today)}. Check the year."
        )
    if today.year - born_on.year > OLDEST_YEARS:
        raise ValidationError(
            f"{in_words(born_on)} is more than {OLDEST_YEARS} years ago. Check the year."
        )


def check_phone(text: str) -> None:
    """Refuse what nobody could dial."""
    if len(digits(text)) < _FEWEST_DIGITS:
        raise ValidationError(f"{text!r} is no phone number; write its digits.")


def check_email(text: str) -> None:
    """Refuse what no letter reaches."""
    try:
        validate_email(text)
    except ValidationError:
        raise ValidationError(
            f"{text!r} is no e-mail address; expected one such as name@example.org."
        ) from None
