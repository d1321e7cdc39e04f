"""Components and tags say the same thing on every page."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.template.loader import get_template, render_to_string
from django.utils import timezone

from pistor.web.templatetags import pistor as tags
from pistor.web.widgets import AmountInput, DayInput, MomentInput


class Visit(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label="Full name", help_text="As on the card.")
    born = forms.DateField(label="Born on", widget=DayInput)
    soy = forms.ChoiceField(
        label="Soy allergy?", widget=forms.RadioSelect, choices=[("yes", "Yes"), ("no", "No")]
    )
    checked = forms.BooleanField(label="Identity checked")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    version = forms.IntegerField(widget=forms.HiddenInput)


def field(form: forms.Form, name: str, **more: object) -> str:
    return render_to_string("web/_field.html", {"field": form[name], **more})


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("0.050"), "0.05"),
        (Decimal("1E+2"), "100"),
        (Decimal("100.00"), "100"),
        (Decimal("0.00000010"), "0.0000001"),
        (7, "7"),
        (None, "unknown"),
        (Decimal("NaN"), "unknown"),
    ],
)
def test_an_amount_is_shown_without_exponent_or_trailing_zeros(value, shown):
    assert tags.amount(value) == shown


def test_a_number_keeps_its_unit_on_the_same_line():
    assert tags.number(Decimal("0.10"), "ml") == "0.1\N{NO-BREAK SPACE}ml"
    assert tags.number(None, "ml") == "unknown"


def test_days_and_moments_have_the_month_in_letters_and_the_zone():
    at = datetime(2026, 2, 3, 13, 5, tzinfo=UTC)

    with timezone.override("Europe/Rome"):
        assert tags.day(date(2026, 2, 3)) == "3 Feb 2026"
        assert tags.moment(at) == "3 Feb 2026 14:05 CET"
        assert tags.moment(at, "Asia/Tokyo") == "3 Feb 2026 22:05 JST"
        assert tags.clock(at) == "14:05"
    assert tags.day(None) == tags.moment(None) == tags.clock(None) == "unknown"


def test_a_day_is_told_in_the_zone_of_the_clinic():
    with timezone.override("Asia/Tokyo"):
        assert tags.day(datetime(2026, 2, 3, 20, 0, tzinfo=UTC)) == "4 Feb 2026"


def test_keys_become_words_and_names_become_initials():
    assert tags.words("soy_allergy") == "soy allergy"
    assert tags.listed(frozenset({"prescriber", "front_desk"})) == "front desk, prescriber"
    assert [tags.initials(name) for name in ("Anna Maria Example", "Cher", "")] == ["AE", "C", "?"]


def test_a_field_ties_its_help_and_its_error_to_its_control():
    html = field(Visit({}), "name")

    assert '<label for="id_name">Full name</label>' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_helptext">As on the card.' in html
    assert 'id="id_name_error">This field is required.' in html


def test_choices_stand_in_a_fieldset_with_a_legend():
    html = field(Visit({}), "soy", inline=True)

    assert "<legend>Soy allergy?</legend>" in html
    assert 'aria-describedby="id_soy_error"' in html
    assert html.count('type="radio"') == 2


def test_an_optional_field_says_so_and_a_hidden_one_has_no_label():
    assert "(optional)" in field(Visit(), "note")
    assert "(optional)" not in field(Visit(), "note", plain_label=True)
    assert "<label" not in field(Visit(), "version")
    assert 'type="checkbox"' in field(Visit(), "checked")


def test_what_was_typed_comes_back():
    html = field(Visit({"name": 'A "B" <C>'}), "name")

    assert 'value="A &quot;B&quot; &lt;C&gt;"' in html


def test_the_box_of_errors_leads_to_every_field():
    html = render_to_string("web/_errors.html", {"form": Visit({})})

    assert "5 things to put right" in html
    assert '<a href="#id_name">Full name: This field is required.</a>' in html
    assert '<a href="#id_soy_0">Soy allergy? This field is required.</a>' in html
    assert "<li>This field is required.</li>" in html


def test_the_box_of_errors_takes_sentences_and_stays_away_when_all_is_well():
    one = [{"says": "The lot has expired.", "field_id": ""}]

    assert "One thing to put right" in render_to_string("web/_errors.html", {"problems": one})
    assert render_to_string("web/_errors.html", {"form": Visit()}).strip() == ""


def test_the_box_of_errors_reads_a_set_of_forms():
    rows = forms.formset_factory(Visit, extra=0, min_num=1, validate_min=True)
    filled = rows({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-name": "x"})

    found = tags.problems_of(filled, None)

    assert {"says": "Born on: This field is required.", "field_id": "id_form-0-born"} in found


def test_a_finding_says_its_severity_in_words_and_names_its_sources():
    finding = {
        "code": "dose.above_limit",
        "severity": "stop",
        "says": "Too much lidocaine.",
        "sources": ["BNF-2024"],
        "verification": "recalled",
        "overridable": False,
    }

    html = render_to_string("web/_finding.html", {"finding": finding, "override_url": "/o/"})

    assert ">Stop</strong> Too much lidocaine." in html
    assert 'href="/library/reference/BNF-2024/"' in html
    assert "not yet checked against its source" in html
    assert "Nobody may override this." in html
    assert "/o/" not in html


def test_facts_show_what_is_not_known_as_unknown():
    html = render_to_string("web/_facts.html", {"facts": [("Weight", None), ("Sessions", 0)]})

    assert "<dd>unknown</dd>" in html
    assert "<dd>0</dd>" in html


def test_controls_speak_the_format_browsers_understand():
    at = datetime(2026, 2, 3, 13, 5)  # noqa: DTZ001

    assert 'type="date" name="d" value="2026-02-03"' in DayInput().render("d", at.date())
    assert 'value="2026-02-03T13:05"' in MomentInput().render("m", at)
    assert 'inputmode="decimal"' in AmountInput().render("a", "0.05")


@pytest.mark.parametrize("name", ["403.html", "403_csrf.html", "404.html", "500.html"])
def test_every_error_page_says_what_to_do_even_without_a_request(name):
    html = render_to_string(name)

    assert html.count("<h1>") == 1
    assert 'href="/"' in html
    assert "<script" not in html


def test_no_template_carries_a_script_or_a_style_of_its_own():
    html = render_to_string("web/page.html")

    assert "<style" not in html
    assert "style=" not in html
    assert "<script>" not in html
    assert '<html lang="en">' in html


@pytest.mark.parametrize("name", ["login", "logout", "reauthenticate", "password_change"])
def test_the_pages_of_signing_in_have_our_look(name):
    origin = get_template(f"account/{name}.html").template.origin.name

    assert "pistor" in origin, "pistor.web stands before allauth in INSTALLED_APPS"
    assert "allauth/" not in origin
