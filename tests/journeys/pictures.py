"""Takes the pictures of the handbook: ``python -m tests.journeys.pictures``."""

import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from tests.journeys.browsing import Visits, chromium
from tests.journeys.served import served

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
MOST_BYTES = 150_000
COLOURS = 256


def keep(page: Page, name: str) -> None:
    """Keep what is seen as a small picture."""
    page.mouse.move(0, 0)
    page.wait_for_load_state("networkidle")
    seen = Image.open(BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    file = PICTURES / name
    seen.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    size = file.stat().st_size
    print(f"{file.name}: {size // 1000} kB")
    if size > MOST_BYTES:
        sys.exit(f"{file}: {size} bytes; at most {MOST_BYTES} are wanted")


def open_chart(page: Page, name: str) -> None:
    """The chart of somebody of the story."""
    page.goto(f"/people/?q={name}")
    page.get_by_role("link", name=name).first.click()
    page.wait_for_load_state()


def take(visits: Visits) -> None:
    """Every picture, in the order of the handbook."""
    page = visits.page_as("prescriber")
    page.goto("/")
    keep(page, "today.png")
    page = visits.page_as("practitioner")
    open_chart(page, "Exemple")
    keep(page, "chart.png")
    page.goto("/")
    page.get_by_role("link", name="Plan stopped for three good reasons").click()
    page.locator("#check .finding.stop").first.wait_for()
    keep(page, "plan.png")
    page = visits.page_as("practitioner", 390, 844)
    open_chart(page, "Exemple")
    keep(page, "chart-phone.png")
    page = visits.page_as("reception", 1024, 768, afresh=True)
    open_chart(page, "Enghraifft")
    page.goto(f"/screening/of/{page.url.rstrip('/').split('/')[-1]}/begin/")
    page.get_by_label("What is to be treated").select_option("melasma")
    page.get_by_role("button", name="Hand over the tablet").click()
    keep(page, "questionnaire-tablet.png")


def main() -> None:
    """Fill the clinic, take the pictures, throw the clinic away."""
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder) / "demo") as clinic,
        chromium() as browser,
    ):
        visits = Visits(browser, clinic)
        take(visits)
        visits.close()


if __name__ == "__main__":
    main()
