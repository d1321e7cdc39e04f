"""Finds one address of every kind of page a role may open, by following the links of its pages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import APIRequestContext

LINK = re.compile(r'<a\b[^>]*\bhref="([^"#]+)"')
# How many pages of one kind are read for links; of those that differ most, more.
MOST, OF = 2, {"desk:chart": 60, "planning:show": 15, "screening:show": 15, "people:note": 5}
PARTS = ("was approved by", "Waits for approval since", "is-overridden", "override-record")
BY_KIND = {"library:row", "people:add_record"}
NO_PAGE = {"account_logout", "people:document", "people:portrait", "planning:sheet"}


@dataclass(frozen=True)
class Found:
    """A page: the name of its address, where it is, and what makes it one of its kind."""

    view: str
    path: str
    kind: str


def crawl(browser: APIRequestContext, start: str = "/") -> Iterator[Found]:
    """Follow links; gives each kind of page once."""
    todo, seen, read, kinds = [start], {start}, dict[str, int](), set[str]()
    while todo:
        path = todo.pop(0)
        view, of = view_of(path)
        if view in NO_PAGE or read.get(of, 0) >= OF.get(view, MOST):
            continue
        read[of] = read.get(of, 0) + 1
        answer = browser.get(path)
        if not answer.ok or "text/html" not in answer.headers["content-type"]:
            continue
        at = urlsplit(answer.url).path
        html = answer.text()
        kind = kind_of(at, html)
        if kind not in kinds:
            kinds.add(kind)
            yield Found(view_of(at)[0], at + _query(answer.url), kind)
        new = [each for each in _links(path, html) if each not in seen]
        seen.update(new)
        todo += new


def view_of(path: str) -> tuple[str, str]:
    """The name of an address, and the same with what kind of record it is about."""
    try:
        match = resolve(urlsplit(path).path)
    except Resolver404:
        return "", ""
    kind = match.kwargs.get("kind", "") if match.view_name in BY_KIND else ""
    return match.view_name, f"{match.view_name} {kind}".strip()


def kind_of(path: str, html: str) -> str:
    """What makes a page another one than those of the same address: its parts."""
    parts = [each for each in PARTS if each in html]
    return " ".join([view_of(path)[1], *parts])


def _query(address: str) -> str:
    query = urlsplit(address).query
    return f"?{query}" if query else ""


def _links(path: str, html: str) -> list[str]:
    found = (urljoin(path, unescape(each)) for each in LINK.findall(html))
    return [each for each in found if each.startswith("/") and not each.startswith("/static/")]
