"""Steps that several journeys take, in the words of the pages."""

import hashlib
from itertools import count
from typing import Any

from playwright.sync_api import Locator, Page, expect

_NUMBERS = count()
_SOUNDS = ("ba", "dor", "fin", "gul", "kem", "los", "mir", "nup", "rav", "sot", "tez", "vux")
OPEN = "#questions input[type=radio][value=no]:visible"

# A formula with far more vitamin C than the limit, and one within it.
STOPPED = {
    "Zone": "face",
    "Points in one session": "50",
    "Volume of one point": "0.05 ml",
    "Number of sessions": "4",
    "Gap, shortest to longest": "14 days",
}


def a_family_name() -> str:
    """A name unlike any other, so that nobody is taken for somebody else."""
    drawn = hashlib.sha256(str(next(_NUMBERS)).encode()).digest()
    return "".join(_SOUNDS[each % len(_SOUNDS)] for each in drawn[:4]).capitalize()


def birth_of(family: str) -> str:
    """A date of birth that goes with the name."""
    drawn = hashlib.sha256(family.encode()).digest()
    return f"{1950 + drawn[0] % 45}-{1 + drawn[1] % 12:02}-{1 + drawn[2] % 28:02}"


def new_patient(page: Page, family: str) -> str:
    """Register somebody; gives the address of the chart."""
    page.goto("/people/new/")
    fill_patient(page, family)
    page.get_by_role("button", name="Add the patient").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Ada {family}")
    return page.url


def fill_patient(page: Page, family: str) -> None:
    """Fill in who somebody is."""
    page.get_by_label("Given names").fill("Ada")
    page.get_by_label("Family name").fill(family)
    page.get_by_label("Date of birth").fill(birth_of(family))
    page.get_by_label("Female", exact=True).check()


def answer_no(page: Page) -> None:
    """Answer no to everything that is asked, and to what those answers call for."""
    for _ in range(4):
        unanswered = [each for each in page.locator(OPEN).all() if not _group(each)]
        if not unanswered:
            return
        for each in unanswered:
            each.check()
        page.wait_for_load_state("networkidle")


def _group(radio: Locator) -> bool:
    """Whether the question of this choice, or its number, has an answer."""
    answered: bool = radio.evaluate(
        "each => [...each.closest('.question').querySelectorAll('input:not([type=hidden])')]"
        ".some(one => one.type === 'radio' ? one.checked : one.value)"
    )
    return answered


def say(page: Page, question: str, answer: str) -> None:
    """Answer one question."""
    asked = page.get_by_role("group", name=question)
    asked.get_by_label(answer, exact=True).check()


def screened(page: Page, chart: str, indication: str = "uneven_tone") -> None:
    """Ask everything together and accept the answers; ends on the result."""
    page.goto(f"/screening/of/{uid_of(chart)}/begin/")
    page.get_by_label("What is to be treated").select_option(indication)
    page.get_by_text("Ingredients that are thought of").click()
    page.locator("input[name=ingredients][value=ascorbic_acid]").check()
    page.get_by_role("button", name="Ask together").click()
    answer_no(page)
    page.get_by_role("button", name="Go on to accepting").click()
    page.get_by_role("button", name="Accept the answers").click()
    expect(page.locator(".verdict")).to_be_visible()


def work_in(page: Page, clinic: str) -> None:
    """Change to another clinic."""
    page.goto("/")
    page.get_by_label("Clinic", exact=True).first.select_option(clinic)
    page.get_by_role("button", name="Change clinic").first.click()
    expect(page.get_by_label("Clinic", exact=True).locator("option:checked").first).to_have_text(
        clinic
    )


def uid_of(address: str) -> str:
    """The record an address is about."""
    return address.rstrip("/").split("/")[-1].split("?")[0]


def begin_plan(page: Page, chart: str, indication: str, protocol: str) -> None:
    """Choose a protocol among those that stand side by side; ends in the editor."""
    page.goto(f"/planning/for/{uid_of(chart)}/?indication={indication}")
    page.get_by_role("button", name=f"Plan with {protocol}").click()
    page.wait_for_url("**/edit/")


def fill_plan(page: Page, fields: dict[str, str]) -> None:
    """Fill in fields by their labels."""
    for label, value in fields.items():
        field = page.get_by_label(label, exact=True).first
        is_choice: Any = field.evaluate("each => each.tagName === 'SELECT'")
        if is_choice:
            field.select_option(value)
        else:
            field.fill(value)


def fill_line(page: Page, line: int, *, ingredient: str, strength: str, volume: str) -> None:
    """Fill in one line of the first formula."""
    row = page.get_by_role("group", name=f"Line {line} of formula 1")
    row.get_by_label("Ingredient").fill(ingredient)
    row.get_by_label("Strength of the product").fill(strength)
    row.get_by_label("Volume drawn").fill(volume)


def vitamin_plan(page: Page, chart: str, title: str, volume: str) -> str:
    """A saved plan with so much vitamin C; gives its address."""
    begin_plan(page, chart, "uneven_tone", "P1")
    fill_plan(page, {"Title": title, **STOPPED})
    fill_line(page, 1, ingredient="ascorbic acid", strength="100 mg/ml", volume=volume)
    page.get_by_role("button", name="Save draft").click()
    page.wait_for_url(lambda url: "/edit/" not in url)
    return page.url
