"""The whole site against its release: every number equals the table's, every link of a value lands on it."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import PurePosixPath
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from tasks.publish.site.render import figure
from tasks.review.queue import review_queue
from tests.publish.sites import Site, site

WHICH = ["samples", "real"]
PAGE_BYTES = 5_000_000
OF_THE_RELEASE = re.compile(r"^(csv|tables)/|^[^/]+\.(xlsx|csv|json|md)$")


@cache
def page(which: str, path: str) -> LexborHTMLParser:
    return LexborHTMLParser(site(which).files[path].decode())


@cache
def ids(which: str, path: str) -> frozenset[str]:
    return frozenset(node.attributes["id"] or "" for node in page(which, path).css("[id]"))


def embedded(which: str, path: str, name: str) -> Any:
    node = page(which, path).css_first(f"script#{name}")
    return None if node is None else json.loads(node.text())


def part_with(which: str, path: str, mark: str) -> str:
    """The part of a report's page where a mark stands, as the page itself forwards to it."""
    known = embedded(which, path, "elsewhere")
    if known is None or mark in ids(which, path):
        return path
    kind, _, number = mark.partition("=")
    part = known["named"].get(mark, 0)
    for first, at in known["runs"].get(kind, []):
        if number.isdecimal() and first <= int(number):
            part = at
    return f"report/r/{embedded(which, path, 'meta')['parts'][part]}"


def pages(which: str) -> list[str]:
    return [path for path in site(which).files if path.endswith(".html")]


def parts_of(which: str, report_id: str) -> list[str]:
    first = f"report/r/{report_id}.html"
    return [f"report/r/{name}" for name in embedded(which, first, "meta")["parts"]]


def every_link(which: str) -> list[tuple[str, str, str]]:
    """Every link within the site: the page it stands on, the page it leads to, the mark there."""
    found = []
    for path in pages(which):
        for node in page(which, path).css("a"):
            href = node.attributes.get("href") or node.attributes.get("xlink:href") or ""
            found.append((path, href))
        for name in ("table", "findings", "review", "reports"):
            if path == f"report/{name}.html":
                found += [(path, href) for href in grid_links(embedded(which, path, name))]
    resolved = []
    for path, href in found:
        target, _, mark = href.partition("#")
        whole = str(PurePosixPath(path).parent / target) if target else path
        resolved.append((path, re.sub(r"[^/]+/\.\./", "", whole), mark))
    return resolved


def grid_links(data: Any) -> list[str]:
    return [
        re.sub(r"\{(\d+)\}", lambda m, row=row: str(row[int(m[1])]), column["link"])
        for at, column in enumerate(data["columns"])
        if "link" in column
        for row in data["rows"]
        if row[at] not in (None, "")
    ]


@pytest.mark.parametrize("which", [*WHICH, "long", "hostile"])
def test_every_link_lands(which: str) -> None:
    files, lost = site(which).files, []
    for origin, target, mark in every_link(which):
        if OF_THE_RELEASE.search(target):
            continue
        there = part_with(which, target, mark) if target in files and mark else target
        if there not in files or (mark and mark not in ids(which, there)):
            lost.append((origin, target, mark))
    assert lost == []


@pytest.mark.parametrize("which", WHICH)
def test_every_value_of_the_tables_has_its_mark_which_says_what_the_table_says(which: str) -> None:
    quantities: defaultdict[str, list[Any]] = defaultdict(list)
    indicators: defaultdict[str, list[Any]] = defaultdict(list)
    for row in site(which).made.tables["quantities"].to_pylist():
        quantities[row["report_id"]].append(row)
    for row in site(which).made.tables["indicators"].to_pylist():
        indicators[row["report_id"]].append(row)
    assert sum(map(len, indicators.values())) > 200
    for report_id, rows in quantities.items():
        shown = Shown(which, report_id)
        for row in rows:
            shown.check(f"q={row['quantity']}", row["surface"], row)
        seen: Counter[str] = Counter()
        for row in indicators[report_id]:
            seen[row["indicator"]] += 1
            n = seen[row["indicator"]]
            shown.check(f"i={row['indicator']}" + (f".{n}" if n > 1 else ""), row["printed"], row)
        # and there is no card of a value that no table has
        assert sum(mark.startswith("q=") for mark in shown.cards) == len(rows)
        assert sum(mark.startswith("i=") for mark in shown.cards) == len(indicators[report_id])
        for mark in shown.cards:
            shown.check_marked(mark)


class Shown:
    """What the page of a report shows, over all its parts: cards, marked text, marked raw lines."""

    def __init__(self, which: str, report_id: str) -> None:
        self.cards: dict[str, Any] = {}
        self.ids: set[str] = set()
        self.texts: defaultdict[str, str] = defaultdict(str)
        self.raws: defaultdict[str, str] = defaultdict(str)
        for path in parts_of(which, report_id):
            self.cards |= embedded(which, path, "cards")
            self.ids |= ids(which, path)
            for css, texts in ((".clean [data-s]", self.texts), (".raw i[data-s]", self.raws)):
                for node in page(which, path).css(css):
                    for mark in (node.attributes["data-s"] or "").split():
                        texts[mark] += node.text()

    def check_marked(self, mark: str) -> None:
        """The marked text is what the card says was printed, and so are the raw characters beside it."""
        printed = self.cards[mark]["printed"]
        unspaced = "".join(printed.split())
        if mark.startswith("m="):  # a moved fragment, whose raw text may hold white space
            assert "".join(self.texts[mark].split()) == unspaced
            return
        assert self.texts[mark] == printed
        if not mark.startswith("n="):
            assert sorted("".join(self.raws[mark].split())) == sorted(unspaced)

    def check(self, mark: str, printed: str, row: Any) -> None:
        card = self.cards[mark]
        assert mark in self.ids
        assert printed == card["printed"]
        assert card.get("value") == (None if row["value"] is None else figure(row["value"]))
        assert card.get("unit") == row["unit"]
        assert (card["start"], card["end"], card["paragraph"]) == (
            row["char_start"], row["char_end"], row["paragraph"],
        )  # fmt: skip
        if row["value_base"] is not None:
            assert card["base"].split(" ")[0].split("–")[0] == figure(row["value_base"])


@pytest.mark.parametrize("which", WHICH)
def test_every_number_of_the_headline_pages_equals_the_release(which: str) -> None:
    tables = site(which).made.tables
    data = embedded(which, "report/table.html", "table")
    names = [column["name"] for column in data["columns"]]
    assert [dict(zip(names, row, strict=True)) for row in data["rows"]] == [
        {n: row[n] for n in names} for row in tables["district_year"].to_pylist()
    ]
    known: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row in tables["indicators"].to_pylist():
        said = row["printed"] if row["value_base"] is None else figure(row["value_base"])
        known[row["report_id"], row["indicator"]].add(said)
    seen = 0
    for path in pages(which):
        for node in page(which, path).css("td a, tr a"):
            found = re.search(r"r/(\w{16})[^#]*#i=([\w-]+?)(\.\d+)?$", node.attributes.get("href") or "")
            text = node.text()
            if found and not text.endswith("…") and not node.css_first(".zh"):
                assert text in known[found[1], found[2]], (path, text)
                seen += 1
    assert seen > 200


@pytest.mark.parametrize("which", WHICH)
def test_the_review_page_has_the_rows_of_the_review_queue_each_at_its_place(which: str) -> None:
    items = review_queue(site(which).made.tables)
    data = embedded(which, "report/review.html", "review")
    at = {column["name"]: n for n, column in enumerate(data["columns"])}
    shown = [tuple(row[at[name]] for name in ("report_id", "why", "printed")) for row in data["rows"]]
    assert shown == [(item.report_id, item.why, item.printed) for item in items]
    assert any(item.indicator for item in items)
    for item, row in zip(items, data["rows"], strict=True):
        if item.indicator:  # of several figures of one name, its own
            there = part_with(which, f"report/r/{item.report_id}.html", row[at["mark"]])
            card = embedded(which, there, "cards")[row[at["mark"]]]
            assert (card["printed"], card["paragraph"]) == (item.printed, item.paragraph)


@pytest.mark.parametrize("which", WHICH)
def test_the_figures_of_the_first_page_are_counts_of_the_release(which: str) -> None:
    tables = site(which).made.tables
    holds = tables["findings"]["holds"].to_pylist()
    status = Counter(tables["reports"]["status"].to_pylist())
    cards = [node.text().split() for node in page(which, "report/index.html").css(".cards b")]
    shown = [figure(int(text[0].split("/")[0].replace(",", ""))) for text in cards]
    assert shown[:3] == [figure(tables[t].num_rows) for t in ("district_year", "indicators", "quantities")]
    assert shown[4] == figure(holds.count(False))
    assert shown[5] == figure(sum(status.values()) - status["published"])
    heat = page(which, "report/index.html").css(".heat td a")
    counts = Counter(
        (row["division_code"], row["fiscal_year"]) for row in tables["district_year"].to_pylist()
    )
    found = {}
    for node in heat:
        place = re.match(r"d/(\d+)\.html#y=(\d+)$", node.attributes["href"] or "")
        assert place
        small = node.css_first("small")
        text = node.text().removesuffix(small.text() if small else "")
        found[place[1], int(place[2])] = int(text)
    assert found == dict(counts)


@pytest.mark.parametrize("which", WHICH)
def test_the_box_of_every_value_lies_on_the_picture_of_its_page(which: str) -> None:
    whole: Site = site(which)
    place = {(r["report_id"], r["line"]): r for r in whole.made.tables["lines"].to_pylist()}
    pieces, boxed = whole.made.pieces, 0
    for row in whole.made.tables["indicators"].to_pylist():
        own = pieces(row["report_id"])
        lines = {
            p.line for p in (own or ())[row["paragraph"]]
            if p.start < row["char_end"] and p.start + p.length > row["char_start"]
        }  # fmt: skip
        standing = [place[row["report_id"], n] for n in lines if (row["report_id"], n) in place]
        path = f"report/r/{row['report_id']}.html"
        marks = [
            a for a in page(which, path).css("figure .held a")
            if (a.attributes["href"] or "").startswith(f"#i={row['indicator']}")
        ]  # fmt: skip
        if standing:
            assert marks, (path, row["indicator"])
            assert all(f"page={line['page']}" in ids(which, path) for line in standing)
            boxed += 1
    assert boxed > 20
    for path, data in whole.files.items():
        if path.endswith(".png"):
            assert len(data) <= 60_000
    for path in pages(which):
        for node in page(which, path).css("img"):
            assert node.attributes["alt"]
            assert (
                str(PurePosixPath("report") / (node.attributes["src"] or "").removeprefix("../"))
                in whole.files
            )


@pytest.mark.parametrize("which", [*WHICH, "long", "hostile"])
def test_no_page_is_larger_than_five_megabytes_with_its_pictures(which: str) -> None:
    whole = site(which)
    for path in pages(which):
        pictures = [
            f"report/{(n.attributes['src'] or '').removeprefix('../')}" for n in page(which, path).css("img")
        ]
        assert len(whole.files[path]) + sum(len(whole.files[p]) for p in pictures) < PAGE_BYTES, path


def test_a_very_long_report_is_shown_in_parts_whole() -> None:
    tables = site("long").made.tables
    (report,) = tables["reports"].to_pylist()
    assert report["characters"] > 500_000
    parts = parts_of("long", report["report_id"])
    assert len(parts) > 3
    text: defaultdict[int, str] = defaultdict(str)
    number = 0
    for path in parts:
        for row in page("long", path).css("#text .row"):
            if anchor := row.css_first("a.pn"):
                number = int(anchor.text())
                anchor.decompose()
            clean = row.css_first(".clean")
            text[number] += clean.text() if clean else ""
    assert [text[p["paragraph"]] for p in tables["paragraphs"].to_pylist()] == tables["paragraphs"][
        "text"
    ].to_pylist()
    wanted = [f"q={n}" for n in tables["quantities"]["quantity"].to_pylist()]
    first = parts[0]
    assert all(
        mark in ids("long", part_with("long", first, mark)) for mark in wanted[:: max(1, len(wanted) // 997)]
    )
