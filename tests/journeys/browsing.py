"""A browser that watches: what a page says in its console, and whom it asks, counts."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    sync_playwright,
)

from tests.journeys.served import Served

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
PATIENCE_MS = 15_000
# A page that refuses says so in words; the browser repeats its number in the console.
REFUSALS = ("403 (Forbidden)", "409 (Conflict)", "422 (Unprocessable")
# A request that a newer one of the same form replaced.
REPLACED = ("htmx:afterRequest", "htmx:sendAbort")
SIDEWAYS = """addEventListener("load", () => requestAnimationFrame(() => {
  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth)
    console.error(`scrolls sideways: ${page.scrollWidth} of ${page.clientWidth} px`);
}))"""


def is_here() -> bool:
    """Whether there is a Chromium to walk with."""
    return Path(CHROMIUM).exists()


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Visits:
    """Opens browsers of their own for people of the clinic, and keeps what went wrong in them."""

    browser: Browser
    clinic: Served
    problems: list[str] = field(default_factory=list)
    opened: list[BrowserContext] = field(default_factory=list)

    def page_as(
        self, role: str, width: int = 1280, height: int = 800, *, afresh: bool = False, **more
    ) -> Page:
        """A page of somebody signed in.

        Args:
            role: the account by what stands before the at sign.
            afresh: with a sign-in of its own, because the walk ends it or signs with it.
            more: what else the browser is to be.
        """
        if afresh:
            page = self.page(width, height, **more)
            sign_in(page, self.clinic, role)
            return page
        kept = self.clinic.sign_ins
        if role not in kept:
            first = self.page(width, height)
            sign_in(first, self.clinic, role)
            kept[role] = first.context.storage_state()
        return self.page(width, height, storage_state=kept[role], **more)

    def page(self, width: int = 1280, height: int = 800, **more) -> Page:
        """A page of nobody yet."""
        context = self.browser.new_context(
            base_url=self.clinic.address, viewport={"width": width, "height": height}, **more
        )
        context.set_default_timeout(PATIENCE_MS)
        context.add_init_script(SIDEWAYS)
        context.on("console", self._heard)
        context.on("weberror", lambda error: self.problems.append(f"script: {error.error}"))
        context.on("request", self._asked)
        self.opened.append(context)
        return context.new_page()

    def close(self) -> None:
        """Close them all."""
        while self.opened:
            self.opened.pop().close()

    def _heard(self, message: ConsoleMessage) -> None:
        expected = message.text.startswith(REPLACED) or any(
            number in message.text for number in REFUSALS
        )
        if message.type in {"error", "warning"} and not expected:
            where = message.page.url if message.page else "?"
            self.problems.append(f"{where}: {message.text[:300]}")

    def _asked(self, request: Request) -> None:
        asked = urlsplit(request.url)
        if asked.scheme in {"http", "https"} and not request.url.startswith(self.clinic.address):
            self.problems.append(f"a request left the clinic: {request.url}")


def sign_in(page: Page, clinic: Served, who: str, *, at: str = "/accounts/login/") -> None:
    """Sign in as one would."""
    page.goto(at)
    page.get_by_label("Email").fill(clinic.email(who))
    page.get_by_label("Password").fill(clinic.password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def confirm_who(page: Page, clinic: Served) -> None:
    """Type the password again where the page asks for it."""
    page.get_by_role("heading", name="Confirm that it is you").wait_for()
    page.get_by_label("Password").fill(clinic.password)
    page.get_by_role("button", name="Confirm").click()
