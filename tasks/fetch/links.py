"""Links of an index page: a pure function from its HTML to addresses and their texts."""

from __future__ import annotations

import re
from contextlib import suppress
from html.parser import HTMLParser

from tasks.fetch.addresses import Refused, canonical
from tasks.fetch.declaration import Links

CHARSET = re.compile(rb"""charset=["']?\s*([\w-]+)""", re.I)
HEAD = 4096  # bytes at the start of a page in which it may name its encoding


def report_links(page: bytes, address: str, wanted: Links, charset: str | None = None) -> dict[str, str]:
    """Absolute addresses of the links that match, in the order of the page, with their texts.

    A link that is not HTTP(S) is no report; one outside the declared hosts is refused where it is asked for.
    """
    parser = _Anchors()
    parser.feed(decoded(page, charset))
    parser.close()
    found: dict[str, str] = {}
    for href, text in parser.anchors:
        try:
            target = canonical(href, base=canonical(parser.base, address) if parser.base else address)
        except Refused:
            continue
        if _matches(wanted, target, text):
            found.setdefault(target, text)
    return found


def _matches(wanted: Links, address: str, text: str) -> bool:
    by_address = wanted.address is None or wanted.address.search(address)
    return bool(by_address and (wanted.text is None or wanted.text.search(text)))


def decoded(page: bytes, charset: str | None) -> str:
    """The text of a page by its declared encoding, else as UTF-8, else as the national standard."""
    named = CHARSET.search(page[:HEAD])
    for encoding in (charset, named[1].decode("ascii", "replace") if named else None, "utf-8"):
        # Pages that say gb2312 or gbk mean the larger set they were made with.
        wider = "gb18030" if (encoding or "").lower() in ("gb2312", "gbk") else encoding
        with suppress(UnicodeDecodeError, LookupError):
            if wider:
                return page.decode(wider)
    return page.decode("gb18030", "replace")


class _Anchors(HTMLParser):
    """Collects `<a href>` with its text or title, and the page's `<base href>`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.base = ""
        self.anchors: list[tuple[str, str]] = []
        self._href: str | None = None
        self._texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "base" and not self.base:
            self.base = named.get("href") or ""
        if tag == "a":
            self._finish()
            self._href, self._texts = named.get("href"), [named.get("title") or ""]

    def handle_data(self, data: str) -> None:
        self._texts.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._finish()

    def close(self) -> None:
        super().close()
        self._finish()

    def _finish(self) -> None:
        if self._href:
            title, *texts = self._texts
            # A list cuts long titles short in its text and gives them whole in the tooltip.
            self.anchors.append((self._href, max(_plain(title), _plain("".join(texts)), key=len)))
        self._href, self._texts = None, []


def _plain(text: str) -> str:
    return " ".join(text.split())
