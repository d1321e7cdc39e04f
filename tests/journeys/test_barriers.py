"""No page keeps anybody out: axe finds nothing, light or dark, wide or narrow; targets are big."""

from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.journeys.browsing import Visits, confirm_who
from tests.journeys.crawl import Found, crawl
from tests.journeys.served import Served
from tests.journeys.walks import a_family_name, new_patient, uid_of, vitamin_plan, work_in
from tests.practice.addresses import every_view

CLINICS = {"director": "Lindenhof Paris", "reception": "Lindenhof Paris"}
SMALLEST_PX = 44
CONTROLS = """() => [...document.querySelectorAll(
  "a.button, button, input:not([type=hidden]), select, textarea, summary, nav a"
)].map(each => /^(checkbox|radio)$/.test(each.type) ? each.closest("label") ?? each : each)
  .filter(each => each.checkVisibility() && each.getBoundingClientRect().height > 0)
  .filter(each => each.getBoundingClientRect().height < %d - 0.5)
  .map(each => `${each.getBoundingClientRect().height} px: ${each.outerHTML.slice(0, 90)}`)"""
# A page that is not a step of its own: it only takes a form, sends a file, or is closed.
NOT_WALKED = {
    "account_logout": "in every page as a button",
    "account_inactive": "",
    "account_signup": "",
    "account_reset_password_done": "",
    "account_reset_password_from_key": "",
    "account_reset_password_from_key_done": "",
    "account_set_password": "",
    "account_email": "",
    "account_email_verification_sent": "",
    "account_confirm_email": "",
    "account_confirm_login_code": "",
}
ONLY_TAKES_A_FORM = {
    "access:switch_clinic",
    "library:end_override",
    "library:review",
    "people:add_addendum",
    "people:import_run",
    "planning:check",
    "planning:hand_in",
    "planning:override",
    "planning:revise",
    "screening:discard",
    "screening:hand_over",
    "screening:override",
    "screening:take_back",
}
GIVES_A_FILE = {"people:document", "people:portrait", "planning:sheet"}
WALKED = {
    "prescriber": {
        "account_change_password",
        "desk:today",
        "desk:chart",
        "library:adopt",
        "library:override",
        "library:row",
        "library:search",
        "people:add_document",
        "people:add_record",
        "people:edit",
        "people:join",
        "people:new",
        "people:none_known",
        "people:note",
        "people:patients",
        "people:pregnancy",
        "people:set_portrait",
        "people:undo_join",
        "people:withdraw_record",
        "people:write_note",
        "planning:begin",
        "planning:compare",
        "planning:edit",
        "planning:second_look",
        "planning:show",
        "screening:accept",
        "screening:answer",
        "screening:begin",
        "screening:show",
    },
    "practitioner": {"screening:second_look"},
    "manager": {"access:add_colleague", "access:clinic", "access:roles", "access:staff"},
    "reception": {"desk:chart"},
    "auditor": {"desk:reads", "desk:today", "desk:writes"},
    "basel": {"screening:read_again"},
}
REACHED_BY_A_FORM = {
    "account_login",
    "account_reauthenticate",
    "account_reset_password",
    "library:not_reviewed",
    "people:import",
    "people:import_check",
    "people:import_map",
    "people:sign_note",
    "planning:approve",
    "screening:tablet",
}
checked: set[str] = set()


def barriers(page: Page, what: str) -> list[str]:
    """Everything that would keep somebody out of the page as it stands, in four looks."""
    page.evaluate(AXE_SCRIPT)
    wide = page.viewport_size or {"width": 1280, "height": 800}
    found = []
    for colours, width, rules in (
        ("light", wide["width"], None),
        ("dark", wide["width"], ["color-contrast"]),
        ("dark", 390, None),
        ("light", 390, ["color-contrast"]),
    ):
        page.emulate_media(color_scheme=colours)
        page.set_viewport_size({"width": width, "height": 844})
        said = (
            [*_violations(page, rules), *_sizes(page)]
            if rules is None
            else _violations(page, rules)
        )
        found += [f"{what}, {colours}, {width} px: {each}" for each in said]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(wide)
    return found


def _violations(page: Page, rules: list[str] | None) -> list[str]:
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": rules}
    answer = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{each['id']} ({each['help']}): "
        + "; ".join(f"{node['target']} {node['html'][:120]}" for node in each["nodes"][:3])
        for each in answer["violations"]
    ]


def _sizes(page: Page) -> list[str]:
    small = [f"too small: {each}" for each in page.evaluate(CONTROLS % SMALLEST_PX)]
    width, room = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    return small + ([f"scrolls sideways: {width} of {room}"] if width > room else [])


def test_every_address_is_walked_or_is_no_page():
    walked = set().union(*WALKED.values()) | REACHED_BY_A_FORM
    known = walked | set(NOT_WALKED) | ONLY_TAKES_A_FORM | GIVES_A_FILE

    assert {name for name, _ in every_view()} == known


@pytest.mark.parametrize("role", WALKED)
def test_every_page_that_links_lead_to(visits: Visits, clinic: Served, role: str):
    page = visits.page_as(role, afresh=True)
    if role in CLINICS:
        work_in(page, CLINICS[role])
    page.goto("/accounts/reauthenticate/")
    confirm_who(page, clinic)
    pages = list(crawl(page.context.request))
    assert WALKED[role] - {each.view for each in pages} == set()

    found = []
    for each in pages:
        if _is_new(each):
            page.goto(each.path)
            found += barriers(page, f"{role} at {each.path}")
    assert found == []


def _is_new(found: Found) -> bool:
    """Whether nobody has looked at such a page yet; a chart is another one for reception."""
    is_new = found.kind not in checked
    checked.add(found.kind)
    return is_new


def test_the_way_in(visits: Visits):
    page = visits.page()
    page.goto("/")
    found = barriers(page, "sign-in")
    page.get_by_label("Email").fill("nobody@lindenhof.example")
    page.get_by_label("Password").fill("a wrong password")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").wait_for()
    found += barriers(page, "a refused sign-in")
    page.goto("/accounts/password/reset/")
    found += barriers(page, "a forgotten password")
    assert found == []


def test_a_refusal_and_a_form_that_came_back(visits: Visits):
    page = visits.page_as("auditor")
    page.goto("/people/")
    found = barriers(page, "a refused page")
    page = visits.page_as("reception")
    page.goto("/people/new/")
    page.get_by_role("button", name="Add the patient").click()
    page.get_by_role("alert").wait_for()
    found += barriers(page, "a refused form")
    assert found == []


def test_the_tablet(visits: Visits):
    page = visits.page_as("reception", 1024, 768, afresh=True)
    chart = new_patient(page, a_family_name())
    page.goto(f"/screening/of/{uid_of(chart)}/begin/")
    page.get_by_role("button", name="Hand over the tablet").click()
    found = barriers(page, "the tablet")
    page.get_by_role("button", name="Finish").click()
    found += barriers(page, "the tablet, handed in")
    assert found == []


def test_an_import(visits: Visits):
    page = visits.page_as("manager")
    page.goto("/people/import/")
    found = barriers(page, "import")
    text = b"Family name;Given names;Date of birth\nZwei;Ivo;31.02.1980\n"
    file: Any = {"name": "patients.csv", "mimeType": "text/csv", "buffer": text}
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Read the file").click()
    found += barriers(page, "columns")
    page.get_by_role("button", name="Look at every line").click()
    found += barriers(page, "dry run")
    assert found == []


def test_a_stopped_plan_and_its_approval(visits: Visits, clinic: Served):
    page = visits.page_as("prescriber", afresh=True)
    chart = new_patient(page, a_family_name())
    plan = vitamin_plan(page, chart, "Too much", "2.5 ml")
    found = barriers(page, "a stopped plan")
    page.goto(f"{plan}edit/")
    found += barriers(page, "a stopped plan being written")
    page.goto(f"{plan}approve/")
    page.get_by_role("heading", name="Confirm that it is you").wait_for()
    found += barriers(page, "who are you")
    confirm_who(page, clinic)
    elsewhere = page.context.new_page()
    elsewhere.goto(f"{plan}edit/")
    elsewhere.get_by_label("Title").fill("Changed in another window")
    elsewhere.get_by_role("button", name="Save draft").click()
    elsewhere.get_by_role("heading", name="Changed in another window").wait_for()
    page.get_by_role("button", name="Hand in for approval").click()
    page.get_by_role("alert").wait_for()
    found += barriers(page, "a plan that was changed meanwhile")
    assert found == []


def test_a_note_and_its_signature(visits: Visits, clinic: Served):
    page = visits.page_as("practitioner", afresh=True)
    chart = new_patient(page, a_family_name())
    page.goto(f"/people/{uid_of(chart)}/notes/new/")
    page.locator("textarea").first.fill("She asks what can be done.")
    page.get_by_role("button", name="Save, then sign").click()
    confirm_who(page, clinic)
    found = barriers(page, "a note to be signed")
    page.get_by_role("button", name="Sign", exact=True).click()
    page.get_by_text("Meaning: I wrote this note.").wait_for()
    found += barriers(page, "a signed note")
    assert found == []
