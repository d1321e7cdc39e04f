"""A plan from the sign-in to the saved draft with hands on the keyboard only."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.walks import a_family_name, new_patient, uid_of

MOST_STOPS = 120
HERE = """() => {
  const here = document.activeElement, style = getComputedStyle(here);
  const label = here.labels?.[0]?.innerText ?? here.getAttribute("aria-label") ?? here.innerText;
  return {says: label.trim(), is_page: here === document.body,
          is_day: here.type === "date",  // the browser marks its parts itself
          outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth)};
}"""


def tab_to(page: Page, says: str) -> None:
    """Press Tab until the focus stands there; it must be seen at every stop on the way."""
    stops = []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        stops.append(here["says"])
        is_seen = here["outline"] > 0 or here["is_page"] or here["is_day"]
        assert is_seen, f"the focus cannot be seen on {here['says']}"
        if re.match(says, here["says"]):
            return
    raise AssertionError(f"no way to {says!r} with Tab; the stops were {stops}")


def type_into(page: Page, says: str, text: str) -> None:
    """Tab to a field and type."""
    tab_to(page, says)
    page.keyboard.type(text)


def press(page: Page, says: str) -> None:
    """Tab to a link or a button and press Enter."""
    tab_to(page, says)
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def test_sign_in_find_a_patient_and_write_a_plan(visits, clinic):
    family = a_family_name()
    new_patient(visits.page_as("reception"), family)
    page = visits.page()
    page.goto("/")
    type_into(page, "Email", clinic.email("practitioner"))
    type_into(page, "Password", clinic.password)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Today")

    type_into(page, "Find a patient", family)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Patients")
    press(page, family)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Ada {family}")

    press(page, "Begin a plan")
    expect(page.get_by_role("heading", level=1)).to_have_text("New plan: what is wanted?")
    tab_to(page, "Indication")
    page.keyboard.type("Dull")
    page.keyboard.press("Tab")
    expect(page.get_by_role("heading", name="Protocols for")).to_be_visible()
    press(page, "Plan with P1")
    expect(page.get_by_role("heading", name="Check", exact=True)).to_be_visible()

    type_into(page, "Title", "By keyboard")
    type_into(page, "Ingredient", "ascorbic acid")
    type_into(page, "Strength of the product", "100 mg/ml")
    type_into(page, "Volume drawn", "1 ml")
    press(page, "Save draft")
    expect(page.get_by_role("heading", name="By keyboard")).to_be_visible()


def test_the_skip_link_comes_first_and_leads_past_the_menu(page_as):
    page = page_as("practitioner")
    uid = uid_of(new_patient(page, a_family_name()))
    page.goto(f"/patients/{uid}/")

    page.keyboard.press("Tab")
    assert page.evaluate(HERE)["says"] == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.getElementById('content').contains(document.activeElement)")
