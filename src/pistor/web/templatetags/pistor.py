"""What templates may use. Load with ``{% load pistor %}``.

Pages
    web/page.html   signed-in staff. Blocks: title, header, content, main_class ("wide" drops the
                    reading width, "narrow" is one form's width), scripts (more <script defer>).
                    Reads: navigation [{label, url, current}], clinics, request.clinic,
                    request.roles, request.user, messages. The page's one h1 stands in content,
                    or is the person's name in header.
    web/plain.html  one narrow card, no navigation: sign-in, tablet. Blocks: title, content,
                    main_class, scripts.
    web/error.html  context: title, says, do, and optional url, label.

Components, all ``{% include "web/_x.html" with ... %}``; add ``only`` where the page itself has a
variable of one of these names.
    _field.html     field; inline=True (choices in a row), unit="ml", plain_label=True (never
                    "(optional)"), help_below=True.
                    A form: <form method="post" novalidate class="form">.
    _errors.html    form (or formset) and/or problems [{says, field_id}]; first in the page or form.
    _tag.html       text, kind: ok now warn stop plain
    _finding.html   finding {code severity says sources do about verification overridable};
                    override_url, overridden (one sentence: who, when, why)
    _facts.html     facts [(label, value), ...]; as_rows=True for a list instead of tiles
    _empty.html     says, do; url and label for the button
    _pager.html     page_obj; keeps the rest of the query
    _person_photo.html  name; photo_url; large=True
    _live.html      oob=True in a fragment: shows the messages in the page's live region
    _differences.html   differences [(label, theirs, yours), ...] for a 409
    _person_header.html header block of a person's pages: name, line, photo_url, url,
                    alerts [sentence, ...] (red bar), notes [sentence, ...] (amber bar)

Filters and tags
    {{ x|amount }}  0.050 -> 0.05, no exponent; None -> unknown      {% number x "ml" %} with unit
    {{ x|day }}     3 Feb 2026; None -> unknown
    {{ x|moment }}  3 Feb 2026 14:05 CET, clinic's zone; {{ x|moment:"Europe/Rome" }} in another
    {{ x|clock }}   14:05
    {{ x|words }}   key_with_underscores -> key with underscores
    {{ x|standing }}  LIC -> licensed
    {{ x|listed }}  several keys -> "one, two words"                 {{ name|initials }}
    {% field_id field %}  the id a link to this field needs

Classes
    Layout: page-title (h1 and buttons in a row), stack, columns, cards, card, actions, tabs (nav
    with links), toolbar (a search form in one row). Text: muted, number (right, tabular), lead.
    Buttons: button; quiet, danger. Tables: table-scroll (div, tabindex="0" role="region"
    aria-label) around table.list; tr.is-current. Bars: alert (red), alert caution (amber), notice.
    field-row (short fields side by side), nowrap, hidden-visually, no-print, only-print.

Script: a button data-add-row="PREFIX" copies <template id="PREFIX-empty"> (__prefix__ inside) to
the end of #PREFIX-rows and counts up TOTAL_FORMS; data-remove-row takes its [data-row] away. Both
are real submit buttons for who has no script. select[data-submit] submits its form on change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.forms import BaseForm, BaseFormSet
from django.forms.boundfield import BoundField
from django.utils import timezone

from pistor.clinical.quantities import plain
from pistor.web.documents.plan_sheet import STANDINGS

register = template.Library()

UNKNOWN = "unknown"
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
NO_BREAK = "\N{NO-BREAK SPACE}"

Problem = Mapping[str, str]


@register.filter
def amount(value: Decimal | int | str | None) -> str:
    """A number as it is said: no exponent, no trailing zeros; unknown where there is none."""
    if value is None or value == "":
        return UNKNOWN
    if isinstance(value, str):
        return value
    exact = Decimal(value)
    return f"{plain(exact):f}" if exact.is_finite() else UNKNOWN


@register.simple_tag
def number(value: Decimal | int | str | None, unit: str = "") -> str:
    """A number with its unit, never broken over two lines."""
    shown = amount(value)
    return f"{shown}{NO_BREAK}{unit}" if unit and shown != UNKNOWN else shown


def _local(value: datetime, zone: str = "") -> datetime:
    if timezone.is_naive(value):
        return value
    return timezone.localtime(value, ZoneInfo(zone) if zone else None)


@register.filter
def day(value: date | None) -> str:
    """A day with the month in letters, so that no country misreads it."""
    if not value:
        return UNKNOWN
    shown = _local(value) if isinstance(value, datetime) else value
    return f"{shown.day} {MONTHS[shown.month - 1]} {shown.year}"


@register.filter
def moment(value: datetime | None, zone: str = "") -> str:
    """A day, a time and the zone it is told in."""
    if not value:
        return UNKNOWN
    local = _local(value, str(zone))
    shown = f"{local.day} {MONTHS[local.month - 1]} {local.year} {local:%H:%M}"
    return f"{shown} {local.tzname()}" if local.tzinfo else shown


@register.filter
def clock(value: datetime | None) -> str:
    """The time of day, in the clinic's zone."""
    return f"{_local(value):%H:%M}" if value else UNKNOWN


@register.filter
def standing(word: str) -> str:
    """A legal standing in words."""
    return STANDINGS.get(word, words(word))


@register.filter
def words(value: object) -> str:
    """A key as a reader says it."""
    return str(value).replace("_", " ")


@register.filter
def listed(values: Iterable[object] | None) -> str:
    """Several keys in alphabetical order, as one phrase."""
    return ", ".join(sorted(words(value) for value in values or ()))


@register.filter
def initials(name: object) -> str:
    """First letters of the first and the last name."""
    parts = str(name).split()
    letters = parts[0][0] + (parts[-1][0] if len(parts) > 1 else "") if parts else "?"
    return letters.upper()


@register.simple_tag
def field_id(field: BoundField) -> str:
    """The id of the control a label or a link leads to; of the first one in a group."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.filter
def control_kind(field: BoundField) -> str:
    """How a field is laid out: hidden, group, tick or line."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    if getattr(widget, "input_type", "") == "checkbox" and not field.use_fieldset:
        return "tick"
    return "group" if field.use_fieldset and hasattr(widget, "choices") else "line"


@register.simple_tag
def problems_of(
    form: BaseForm | BaseFormSet[Any] | None, given: Iterable[Problem] | None
) -> list[Problem]:
    """Everything that is wrong, in the order of the page, each with the field it is about."""
    found = [*(given or ())]
    if isinstance(form, BaseFormSet):
        found += [_about_all(says) for says in form.non_form_errors()]
        for each in form.forms:
            found += _problems_of_form(each)
    elif form:
        found += _problems_of_form(form)
    return found


def _about_all(says: object) -> Problem:
    return {"says": str(says), "field_id": ""}


def _problems_of_form(form: BaseForm) -> list[Problem]:
    found = [_about_all(says) for says in form.non_field_errors()]
    for field in form:
        found += [_about(field, says) for says in field.errors]
    return found


def _about(field: BoundField, says: object) -> Problem:
    if field.is_hidden:
        return _about_all(says)
    label = str(field.label)
    between = " " if label.endswith("?") else ": "
    return {"says": f"{label}{between}{says}", "field_id": field_id(field)}
