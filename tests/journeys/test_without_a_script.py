"""Every page is a page first: the plan is written, checked and saved with scripts switched off."""

from playwright.sync_api import expect

from tests.journeys.walks import STOPPED, a_family_name, fill_line, fill_plan, new_patient, uid_of


def test_a_plan_is_chosen_written_checked_and_saved(page_as):
    page = page_as("practitioner", java_script_enabled=False)
    chart = new_patient(page, a_family_name())
    page.goto(f"/planning/for/{uid_of(chart)}/")
    page.get_by_label("Indication").select_option("uneven_tone")
    page.get_by_role("button", name="Show protocols").click()
    page.get_by_role("button", name="Plan with P1").click()

    fill_plan(page, {"Title": "Without a script", **STOPPED})
    fill_line(page, 1, ingredient="ascorbic acid", strength="100 mg/ml", volume="25 ml")
    page.get_by_role("button", name="Only check").click()
    expect(page.locator("#check .finding.stop").first).to_contain_text("ascorbic acid")
    expect(page.get_by_label("Title", exact=True)).to_have_value("Without a script")

    page.get_by_role("button", name="More lines").click()
    expect(page.get_by_role("group", name="Line 5 of formula 1")).to_be_visible()
    fill_line(page, 1, ingredient="ascorbic acid", strength="100 mg/ml", volume="1 ml")
    fill_line(page, 2, ingredient="sodium chloride", strength="", volume="1 ml")
    page.get_by_role("button", name="Save draft").click()

    expect(page.locator("main")).to_contain_text("No stop")
    expect(page.get_by_role("rowheader", name="sodium chloride")).to_be_visible()


def test_what_cannot_be_read_comes_back_as_typed(page_as):
    page = page_as("practitioner", java_script_enabled=False)
    chart = new_patient(page, a_family_name())
    page.goto(f"/planning/for/{uid_of(chart)}/?indication=uneven_tone")
    page.get_by_role("button", name="Plan with P1").click()

    fill_line(page, 1, ingredient="ascorbic acid", strength="plenty", volume="1 ml")
    page.get_by_role("button", name="Save draft").click()

    row = page.get_by_role("group", name="Line 1 of formula 1")
    expect(row.get_by_label("Strength of the product")).to_have_value("plenty")
    expect(row.locator(".error")).to_be_visible()


def test_a_menu_and_a_search_need_no_script(page_as):
    page = page_as("reception", width=390, height=844, java_script_enabled=False)
    family = a_family_name()
    new_patient(page, family)
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("link", name="Patients").click()
    page.get_by_label("Find a patient").fill(family)
    page.get_by_role("button", name="Find").click()

    expect(page.get_by_role("link", name=family)).to_be_visible()
