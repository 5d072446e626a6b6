"""The site in a real browser: opened from the file system, network off, as people use it."""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tasks.publish.site.build import site_files
from tasks.publish.site.values import SiteInput
from tests.publish.sites import HOSTILE, HOSTILE_NAME, written
from tests.releases import release_of
from tests.samples import raw_files

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


def needed(reason: str) -> None:
    """Skip where a developer has no browser; the machine that speaks for all must have one."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = release_of({**raw_files(), HOSTILE_NAME: HOSTILE.encode()})
    folder = tmp_path_factory.mktemp("site")
    for path, data in site_files(
        SiteInput("20260102T000000Z-11111111", made.tables, [], pieces=made.pieces)
    ).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder / "report"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    chromium = shutil.which("chromium")
    if chromium is None:
        needed("a browser: chromium is not installed")
    playwright = pytest.importorskip("playwright.sync_api", reason="a browser: playwright is not installed")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A desktop page with the network off; anything the console complains of fails the test."""
    context = browser.new_context(viewport=DESKTOP, offline=True, accept_downloads=True)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("dialog", lambda dialog: complaints.append("a dialog") or dialog.dismiss())
    yield opened
    context.close()
    assert complaints == []


def first(site: Path, kind: str) -> str:
    return sorted((site / kind).glob("*.html"))[0].as_uri()


def test_from_the_heat_map_to_the_raw_line(page: Any, site: Path) -> None:
    page.goto((site / "index.html").as_uri())
    page.locator(".heat td a").first.click()
    assert "/d/" in page.url
    page.locator("td.num a").first.click()
    assert "/r/" in page.url
    card = page.locator("#card")
    card.wait_for(state="visible")
    printed = card.locator(".printed").inner_text()
    lit = "".join(page.locator(".raw .lit").all_inner_texts())
    assert "".join(lit.split()) == "".join(printed.split())
    assert page.locator(".clean .lit").first.inner_text() in printed
    box = page.locator(".clean .lit").first.bounding_box()
    assert 0 <= box["y"] <= DESKTOP["height"]  # it is in view, not somewhere on the page


def test_a_deep_link_opens_the_mark_and_can_be_copied(page: Any, site: Path) -> None:
    report = next(p for p in sorted((site / "r").glob("*.html")) if 'id="q=3"' in p.read_text())
    page.goto(f"{(site / 'index.html').as_uri()}#r={report.stem}&q=3")
    page.wait_for_url("**/r/**")
    page.locator("#card").wait_for(state="visible")
    assert page.url.endswith(f"r/{report.stem}.html#q=3")
    button = page.locator("#card .actions button").first
    button.click()
    printed = page.locator("#card .printed").inner_text()
    copied = button.get_attribute("data-copied")
    assert f"index.html#r={report.stem}&" in copied
    page.goto("about:blank")
    page.goto(copied)
    page.wait_for_url("**/r/**")
    page.locator("#card").wait_for(state="visible")
    assert page.locator("#card .printed").inner_text() == printed


def test_a_correction_entry_can_be_copied(page: Any, site: Path) -> None:
    report = next(p for p in sorted((site / "r").glob("*.html")) if 'id="i=budget_total"' in p.read_text())
    page.goto(f"{report.as_uri()}#i=budget_total")
    button = page.locator("#card .actions button").nth(1)
    button.click()
    (row,) = csv.reader(io.StringIO(button.get_attribute("data-copied")))
    assert row[:2] == [report.stem, "budget_total"]
    assert row[3] == page.locator("#card .printed").inner_text()


def test_the_table_sorts_filters_and_downloads(page: Any, site: Path) -> None:
    page.goto((site / "table.html").as_uri())
    numbers = page.locator("tbody tr td:nth-child(5)")
    page.get_by_role("button", name="全年预算数").click()
    up = [int(t.replace(",", "")) for t in numbers.all_inner_texts() if t != "—"]
    assert up == sorted(up)
    assert len(up) > 5
    page.get_by_role("button", name="全年预算数").click()
    down = [int(t.replace(",", "")) for t in numbers.all_inner_texts() if t != "—"]
    assert down == up[::-1]
    page.locator("input[type=search]").fill("浏阳")
    assert page.locator("tbody tr").count() == 3
    with page.expect_download() as download:
        page.locator(".download").click()
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig"))))
    assert {row["district"] for row in rows} == {"浏阳市"}
    assert len(rows) == 3


def test_the_language_switches_and_is_kept(page: Any, site: Path) -> None:
    page.goto((site / "index.html").as_uri())
    assert page.locator("h1").inner_text() == "数据质量报告"
    page.locator("#language").click()
    assert page.locator("h1").inner_text() == "Data quality report"
    page.goto((site / "indicators.html").as_uri())
    assert page.locator("h1").inner_text().startswith("Indicators")
    assert page.evaluate("document.documentElement.lang") == "en"


def test_with_the_keyboard_alone(page: Any, site: Path) -> None:
    report = next(p for p in sorted((site / "r").glob("*.html")) if 'id="q=3"' in p.read_text())
    page.goto(report.as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator('.clean [id="q=3"]').first.evaluate("mark => mark.previousElementSibling?.focus()")
    page.locator('[id="q=3"]').first.evaluate("mark => (mark.href ? mark : mark.nextElementSibling).focus()")
    page.locator("#card").wait_for(state="visible")
    page.keyboard.press("Enter")
    assert page.url.endswith("=3") or "#i=" in page.url
    # The address has changed; the page is told of it in a task of its own, which must not follow Escape.
    page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))")
    page.keyboard.press("Escape")
    page.locator("#card").wait_for(state="hidden")


def test_no_printed_amount_is_broken_at_the_width_of_a_desk(page: Any, site: Path) -> None:
    for report in sorted((site / "r").glob("*.html")):
        page.goto(report.as_uri())
        broken = page.evaluate("""() => [...document.querySelectorAll("td.printed, .num")].filter((cell) => {
            const range = document.createRange();
            range.selectNodeContents(cell);
            return range.getBoundingClientRect().height > 34; // one line is 24 pixels
        }).map((cell) => cell.textContent)""")
        assert broken == []


@pytest.mark.parametrize(
    "kind", ["index", "table", "reports", "findings", "review", "indicators", "d", "i", "r"]
)
def test_on_a_phone_nothing_runs_off_the_screen(browser: Any, site: Path, kind: str) -> None:
    context = browser.new_context(viewport=PHONE, offline=True, has_touch=True)
    opened = context.new_page()
    opened.goto(first(site, kind) if len(kind) == 1 else (site / f"{kind}.html").as_uri())
    assert opened.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    context.close()


@pytest.mark.parametrize(
    "kind", ["index", "table", "reports", "findings", "review", "indicators", "d", "i", "r"]
)
def test_axe_finds_no_serious_fault(browser: Any, site: Path, kind: str) -> None:
    module = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    context = browser.new_context(viewport=DESKTOP, offline=True, bypass_csp=True)
    opened = context.new_page()
    opened.goto(first(site, kind) if len(kind) == 1 else (site / f"{kind}.html").as_uri())
    found = module.Axe().run(opened).response["violations"]
    serious = [
        (v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in ("serious", "critical")
    ]
    context.close()
    assert serious == []


def test_a_hostile_report_does_nothing_and_is_shown_as_it_is(page: Any, site: Path) -> None:
    page.goto((site / "reports.html").as_uri())
    link = page.get_by_role("link", name=HOSTILE_NAME)
    link.click()
    text = page.locator("#text").inner_text()
    assert "<script>alert(1)</script>" in text
    assert page.evaluate("document.images.length") == 0
    assert page.locator("#text").bounding_box()["width"] <= DESKTOP["width"]


def test_a_page_can_be_printed(page: Any, site: Path) -> None:
    page.goto((site / "index.html").as_uri())
    page.emulate_media(media="print")
    assert not page.locator("header.top").is_visible()
    assert len(page.pdf()) > 10_000


# --- the picture of the page, and reports in parts ---------------------------------------------------


@pytest.fixture(scope="module")
def paged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a report whose original is a PDF in print and one that was scanned aslant."""
    pytest.importorskip("rapidocr", reason="recognition is not installed")
    folder = tmp_path_factory.mktemp("paged")
    return written("samples", folder)


def with_picture(paged: Path) -> str:
    return next(p for p in sorted((paged / "r").glob("*.html")) if 'class="sheet"' in p.read_text()).as_uri()


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_a_click_on_a_value_shows_its_line_on_the_picture_of_its_page(
    browser: Any, paged: Path, size: dict[str, int]
) -> None:
    context = browser.new_context(viewport=size, offline=True, has_touch=size is PHONE)
    opened = context.new_page()
    opened.goto(with_picture(paged))
    mark = opened.locator(".clean a.i.reported").first
    mark.scroll_into_view_if_needed()
    (mark.tap if size is PHONE else mark.click)()
    view, spot = opened.locator("#card .view"), opened.locator("#card .spot").first
    view.wait_for(state="visible")
    assert (
        opened.locator("#card img").evaluate("image => image.decode().then(() => image.naturalWidth)") > 400
    )
    inside, outside = spot.bounding_box(), view.bounding_box()
    assert outside["y"] <= inside["y"]
    assert inside["y"] + inside["height"] <= outside["y"] + outside["height"]
    assert outside["x"] - 1 <= inside["x"]
    assert outside["y"] + outside["height"] <= size["height"]  # the picture itself is in sight
    assert opened.evaluate("document.documentElement.scrollWidth") <= size["width"]
    figure, line = (opened.locator(f"#card .spot.{kind}").bounding_box() for kind in ("here", "line"))
    assert line["x"] <= figure["x"]
    assert figure["x"] + figure["width"] <= line["x"] + line["width"]
    assert figure["width"] < line["width"] / 2
    assert opened.locator("#card .pageview small").inner_text() == "深色框为估计位置"
    opened.locator("#card .pageview button").click()
    dialog = opened.locator("dialog.page")
    assert dialog.locator(".spot").first.is_visible()
    opened.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    assert opened.locator("#card").is_visible()
    context.close()


def test_the_picture_is_reached_and_scrolled_with_the_keyboard_alone(page: Any, paged: Path) -> None:
    page.goto(with_picture(paged))
    page.locator(".clean a.i.reported").first.focus()
    page.keyboard.press("Enter")
    page.locator("#card .view").wait_for(state="visible")
    page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))")
    page.locator("#card .view").focus()
    before = page.locator("#card .view").evaluate("view => view.scrollTop")
    for _ in range(4):
        page.keyboard.press("ArrowUp")
    page.wait_for_timeout(300)
    assert page.locator("#card .view").evaluate("view => view.scrollTop") < before
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "第1页整页"
    page.keyboard.press("Escape")
    page.locator("#card").wait_for(state="hidden")


def test_a_box_on_a_page_leads_back_to_the_text(page: Any, paged: Path) -> None:
    page.goto(with_picture(paged))
    spot = page.locator("figure a.spot").first
    spot.click()
    page.locator("#card").wait_for(state="visible")
    assert page.url.endswith(spot.get_attribute("href"))
    named = page.locator("figure .held a").nth(2)
    printed = named.locator("b").inner_text()
    named.click()
    page.locator("#card").wait_for(state="visible")
    assert page.locator("#card .printed").inner_text() == printed


def test_a_link_to_a_value_of_a_long_report_opens_the_part_that_has_it(page: Any, tmp_path: Path) -> None:
    pages = written("long", tmp_path)
    first = next(p for p in (pages / "r").glob("*.html") if p.stem.count(".") == 0)
    for number in (0, 5_000, 70_000):
        page.goto(f"{(pages / 'index.html').as_uri()}#r={first.stem}&q={number}")
        page.wait_for_url(f"**/r/**q={number}")
        page.locator("#card").wait_for(state="visible")
        assert page.locator(f'[id="q={number}"]').count() == 1
        page.goto("about:blank")
