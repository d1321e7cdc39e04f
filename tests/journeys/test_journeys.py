"""One working day of each role, walked through in a browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsing import confirm_who, sign_in
from tests.journeys.walks import (
    STOPPED,
    a_family_name,
    answer_no,
    fill_line,
    fill_patient,
    fill_plan,
    new_patient,
    say,
    screened,
    uid_of,
    vitamin_plan,
    work_in,
)

NEEDLES = "Are you very afraid of needles"
REFUSED = "You may not open this"


def refused(page: Page, address: str, *for_whom: str) -> None:
    """The page says that it is not for this role, and for which it is."""
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text(REFUSED)
    for role in for_whom:
        expect(page.locator("main")).to_contain_text(role)


def test_reception_registers_and_hands_over_a_tablet_that_opens_nothing_else(visits, clinic):
    page = visits.page_as("reception", afresh=True)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Today")
    family = a_family_name()
    chart = new_patient(page, family)

    page.get_by_role("link", name="Today").click()
    waiting = page.get_by_role("row").filter(has_text=family)
    waiting.get_by_role("link", name="Not screened yet").click()
    page.get_by_label("What is to be treated").select_option("melasma")
    page.get_by_role("button", name="Hand over the tablet").click()

    for elsewhere in ("/", "/people/", chart, "/library/", "/accounts/password/change/"):
        page.goto(elsewhere)
        expect(page).to_have_url(re.compile("/screening/tablet/$"))
    expect(page.locator("body")).not_to_contain_text(family)

    say(page, NEEDLES, "Yes")
    answer_no(page)
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    page.go_back()
    page.goto("/people/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")

    page.get_by_role("link", name="Staff: sign in").click()
    sign_in(page, clinic, "reception", at=page.url)
    expect(page.locator("main")).to_contain_text("Handed in by the patient")


def test_reception_is_warned_once_of_somebody_who_is_here_already(page_as):
    page = page_as("reception")
    family = a_family_name()
    new_patient(page, family)

    page.goto("/people/new/")
    fill_patient(page, family)
    page.get_by_role("button", name="Add the patient").click()
    expect(page.get_by_role("alert")).to_contain_text("Somebody here may be this person")
    expect(page.get_by_label("Family name")).to_have_value(family)

    page.get_by_label("This is another person").check()
    page.get_by_role("button", name="Add the patient").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Ada {family}")


def test_reception_sees_who_somebody_is_and_not_what_they_have(page_as):
    page = page_as("reception")
    uid = uid_of(new_patient(page, a_family_name()))

    expect(page.get_by_role("heading", name="Notes")).to_have_count(0)
    clinicians = ("practitioner", "prescriber", "medical director")
    refused(page, f"/planning/for/{uid}/", *clinicians)
    refused(page, f"/people/{uid}/notes/new/", *clinicians)
    refused(page, f"/people/{uid}/add/allergy/", *clinicians)
    refused(page, "/library/adopt/", "prescriber", "medical director")


def test_answers_given_while_further_questions_come_are_kept(page_as):
    page = page_as("practitioner")
    uid = uid_of(new_patient(page, a_family_name()))
    page.goto(f"/screening/of/{uid}/begin/")
    page.get_by_label("What is to be treated").select_option("melasma")
    page.get_by_role("button", name="Ask together").click()

    asked = page.locator("#questions .question:visible input[value=unknown]").all()
    names = [each.get_attribute("name") for each in asked]
    for each in asked:
        each.check()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)

    lost = [name for name in names if page.locator(f'input[name="{name}"]:checked').count() == 0]
    assert lost == []


def test_practitioner_accepts_plans_is_stopped_corrects_and_hands_in(page_as):
    page = page_as("practitioner")
    chart = new_patient(page, a_family_name())
    page.goto(f"/screening/of/{uid_of(chart)}/begin/")
    page.get_by_label("What is to be treated").select_option("uneven_tone")
    page.get_by_role("button", name="Ask together").click()
    say(page, NEEDLES, "Yes")
    answer_no(page)
    page.get_by_role("button", name="Go on to accepting").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Read the answers, then accept them")
    page.get_by_role("button", name="Accept the answers").click()
    expect(page.locator(".verdict h1")).to_be_visible()
    expect(page.locator(".finding.reason").first).to_contain_text("needle")

    page.get_by_role("link", name="Plan the treatment").click()
    page.get_by_label("Indication").select_option("uneven_tone")
    expect(page.get_by_role("heading", name="Protocols for")).to_be_visible()
    expect(page.get_by_role("columnheader", name="What is not proven")).to_be_visible()
    page.get_by_role("button", name="Plan with P1").click()

    fill_plan(page, {"Title": "Dull cheeks", **STOPPED})
    fill_line(page, 1, ingredient="ascorbic acid", strength="100 mg/ml", volume="25 ml")
    check = page.get_by_label("Check", exact=True)
    expect(check.locator(".finding.stop").first).to_contain_text("ascorbic acid")
    expect(page).to_have_url(re.compile("/edit/$"))

    page.get_by_role("group", name="Line 1 of formula 1").get_by_label("Volume drawn").fill("1 ml")
    expect(check).to_contain_text("No stop")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Draft", exact=True)).to_be_visible()

    expect(page.locator("#approval")).to_contain_text("a prescriber approves it")
    expect(page.get_by_role("button", name="Approve and freeze")).to_have_count(0)
    page.get_by_role("button", name="Hand in for approval").click()
    expect(page.locator("main")).to_contain_text("Handed in: it waits for approval")


def test_practitioner_is_told_who_may_override_a_stop(page_as):
    page = page_as("practitioner")
    chart = new_patient(page, a_family_name())
    plan = vitamin_plan(page, chart, "Far too much", "2.5 ml")

    expect(page.locator(".finding.stop").first).to_be_visible()
    expect(page.get_by_text("Override this stop")).to_have_count(0)
    refused(page, f"{plan}override/", "prescriber", "medical director")


def test_prescriber_approves_behind_a_password_prints_and_revises(visits, clinic):
    page = visits.page_as("practitioner")
    title = f"Plan of {a_family_name()}"
    chart = new_patient(page, a_family_name())
    screened(page, chart)
    vitamin_plan(page, chart, title, "1 ml")
    page.get_by_role("button", name="Hand in for approval").click()

    page = visits.page_as("prescriber", afresh=True)
    page.get_by_role("link", name=f"Plan to be approved: {title}").click()
    page.get_by_role("button", name="Approve and freeze version 1").click()
    confirm_who(page, clinic)
    page.get_by_role("button", name="Approve and freeze version 1").click()
    approval = page.locator("#approval")
    expect(approval).to_contain_text("was approved by Dr Iris Invented as prescriber")
    expect(approval).to_contain_text("written by Petra Nadel")

    sheet = page.get_by_role("link", name="Plan and mixing sheet").get_attribute("href") or ""
    printed = page.request.get(sheet)
    assert printed.headers["content-type"] == "application/pdf"
    assert printed.body().startswith(b"%PDF-")

    page.get_by_label("Change the plan: why?").fill("She prefers fewer sessions.")
    page.get_by_role("button", name="Begin a new version").click()
    expect(page.locator("main")).to_contain_text("Revised because: She prefers fewer sessions.")


def test_a_stop_that_one_overrides_is_looked_at_by_another(visits, clinic):
    page = visits.page_as("practitioner")
    family = a_family_name()
    plan = vitamin_plan(page, new_patient(page, family), "Too much", "2.5 ml")

    page = visits.page_as("prescriber", afresh=True)
    page.goto(plan)
    page.get_by_text("Override this stop").first.click()
    page.get_by_label("Reason").first.fill("Her own product, seen and weighed.")
    page.get_by_role("button", name="Override this stop").first.click()
    expect(page.locator("main")).to_contain_text("Waits for its second look.")
    page.get_by_role("link", name="Give the second look").first.click()
    confirm_who(page, clinic)
    expect(page.locator("main")).to_contain_text("The second look is for another clinician.")

    page = visits.page_as("director", afresh=True)
    work_in(page, "Lindenhof Paris")
    waiting = page.get_by_role("row").filter(has_text=family).filter(has_text="Second look")
    waiting.get_by_role("link", name="Second look at a stop").click()
    confirm_who(page, clinic)
    expect(page.get_by_role("blockquote")).to_have_text("Her own product, seen and weighed.")
    page.get_by_role("button", name="Agree, as second clinician").click()
    expect(page.locator("main")).to_contain_text("Second look: Dr Jana Fictive")


def a_file(*lines: str) -> dict[str, object]:
    text = "\n".join(["Family name;Given names;Date of birth", *lines])
    return {"name": "patients.csv", "mimeType": "text/csv", "buffer": text.encode()}


def read_file(page: Page, *lines: str) -> None:
    page.goto("/people/import/")
    page.get_by_label("File").set_input_files(a_file(*lines))
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("button", name="Look at every line").click()


def test_manager_imports_after_a_dry_run_and_opens_no_chart(page_as):
    page = page_as("manager")
    one, two = a_family_name(), a_family_name()

    read_file(page, f"{one};Vera;12.03.1971", f"{two};Ivo;31.02.1980")
    expect(page.get_by_role("row").filter(has_text="31.02.1980")).to_be_visible()
    expect(page.locator("main")).to_contain_text("nobody can be added")
    expect(page.get_by_role("button", name="Add")).to_have_count(0)

    read_file(page, f"{one};Vera;12.03.1971", f"{two};Ivo;28.02.1980")
    page.get_by_role("button", name="Add 2 patients").click()
    page.goto(f"/people/?q={two}")
    expect(page.get_by_role("row").filter(has_text=two)).to_be_visible()
    join = page.get_by_role("link", name="Join").first.get_attribute("href") or ""
    uid = join.split("/")[2]
    refused(page, f"/patients/{uid}/", "reception", "practitioner")


def test_auditor_sees_no_patient_and_may_read_the_library(page_as):
    page = page_as("auditor")
    page.goto("/")
    expect(page.locator("main")).to_contain_text("Nothing waits for you.")
    expect(page.locator("a[href^='/patients/']")).to_have_count(0)

    page.get_by_role("link", name="Library").click()
    page.get_by_label("Look for").fill("vitamin")
    page.get_by_role("button", name="Search").click()
    page.wait_for_load_state("networkidle")
    page.locator("#found").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="State this row differently")).to_have_count(0)
    for address in ("/people/", "/people/new/", "/people/import/", "/access/staff/"):
        refused(page, address)


PLACES = {
    "Today": ("/", "Today"),
    "Patients": ("/people/", "Patients"),
    "Library": ("/library/", "Library"),
    "Staff": ("/access/staff/", "Staff"),
    "Record": ("/record/writes/", "What was written"),
}
OFFERED = {
    "reception": {"Today", "Patients", "Library"},
    "practitioner": {"Today", "Patients", "Library"},
    "prescriber": {"Today", "Patients", "Library"},
    "director": {"Today", "Patients", "Library"},
    "manager": {"Today", "Patients", "Library", "Staff"},
    "auditor": {"Today", "Library", "Record"},
}
FOR = {"Patients": "reception", "Staff": "manager", "Record": "auditor"}


@pytest.mark.parametrize("role", OFFERED)
def test_navigation_offers_what_opens_and_the_rest_says_for_whom_it_is(page_as, role):
    page = page_as(role)
    page.goto("/")
    menu = page.get_by_role("navigation", name="Main").first
    assert set(menu.get_by_role("link").all_inner_texts()) == OFFERED[role]

    for place, (address, heading) in PLACES.items():
        if place in OFFERED[role]:
            page.get_by_role("navigation", name="Main").get_by_role("link", name=place).click()
            expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
            expect(page.locator("[aria-current=page]:visible")).to_have_text(place)
        else:
            refused(page, address, FOR[place])
            page.get_by_role("link", name="Go to the start page").click()
