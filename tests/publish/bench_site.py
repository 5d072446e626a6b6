"""How long the site of many reports takes: `python -m tests.publish.bench_site [reports]`.

Reports are written by the generator and then repeated under other ids and places, so that the figure is
the site's and not the reading's.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

import pyarrow as pa

from tasks.publish.site.build import site_files
from tasks.publish.site.values import Pieces, SiteInput
from tests.releases import Made, release_of
from tests.samples.synthetic import PLACES, generate

DISTINCT_YEARS = (2020, 2021, 2022, 2023)
BUREAUS = ("水利局", "退役军人事务局")


def distinct() -> Made:
    files: dict[str, bytes] = {}
    for place in PLACES[:6]:
        for bureau in BUREAUS:
            for year in DISTINCT_YEARS:
                data, truth = generate(place, bureau, year)
                files[truth.file] = data
    return release_of(files)


def repeated(made: Made, times: int) -> Made:
    """The release under other ids and division codes, so many times."""

    def other(table: pa.Table, n: int) -> pa.Table:
        for column, renamed in (
            ("report_id", lambda v: f"{n:03x}{v[3:]}"),
            ("division_code", lambda v: v and f"{110000 + n * 97 + int(v) % 890:06d}"),
        ):
            if column in table.column_names:
                at = table.schema.get_field_index(column)
                values = [renamed(v) for v in table[column].to_pylist()]
                table = table.set_column(at, table.schema.field(at), pa.array(values, pa.string()))
        return table

    tables = {
        name: pa.concat_tables([other(table, n) for n in range(times)]) for name, table in made.tables.items()
    }
    own = {i[3:]: made.pieces(i) for i in made.tables["reports"]["report_id"].to_pylist()}
    pieces: Callable[[str], Pieces | None] = lambda report_id: own.get(report_id[3:])  # noqa: E731
    return Made(tables, pieces)


def write(files: Mapping[str, bytes], folder: Path) -> Path:
    """The site in a folder; gives that of its pages."""
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder / "report"


def opening(pages: Path) -> None:
    """How long a browser takes until a page is loaded, and until its first click or key is answered."""
    from playwright.sync_api import sync_playwright

    from tests.publish.test_site_browser import FLAGS

    report = max((pages / "r").glob("*.html"), key=lambda path: path.stat().st_size).name
    district = next((pages / "d").glob("*.html")).name
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        for name, act in (
            ("index.html", "document.querySelector('#language').click()"),
            ("table.html", SORT), ("findings.html", SORT), ("reports.html", SORT), ("review.html", SORT),
            (f"r/{report}", "document.querySelector('.clean a[data-s]').click()"),
            (f"d/{district}", "document.querySelector('#language').click()"),
        ):  # fmt: skip
            loaded, answered = min(timed(browser, (pages / name).as_uri(), act) for _ in range(3))
            print(f"  {name}: loaded in {loaded:.0f} ms, first click answered in {answered:.0f} ms")
        browser.close()


SORT = "document.querySelectorAll('th button')[4].click()"


def timed(browser: Any, address: str, act: str) -> tuple[float, float]:
    """Milliseconds from the request to the load event, and from a click until it is drawn."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    page = context.new_page()
    page.goto(address)
    loaded = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
    drawn = "new Promise(done => requestAnimationFrame(() => setTimeout(() => done(performance.now()), 0)))"
    answered = page.evaluate(
        f"(async () => {{ const t = performance.now(); {act}; return (await {drawn}) - t }})()"
    )
    context.close()
    return loaded, answered


def main() -> None:
    """Print seconds, files, size and the largest page, and how soon its pages open."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    one = distinct()
    whole = repeated(one, -(-wanted // one.tables["reports"].num_rows))
    start, used = perf_counter(), process_time()
    files = site_files(SiteInput("20260102T000000Z-11111111", whole.tables, [], pieces=whole.pieces))
    took, used = perf_counter() - start, process_time() - used
    largest = max(files, key=lambda path: len(files[path]))
    print(
        f"{whole.tables['reports'].num_rows} reports: {took:.1f} s ({used:.1f} s of processor time), "
        f"{len(files)} files, {sum(map(len, files.values())) / 1e6:.0f} MB, "
        f"largest {largest} {len(files[largest]) / 1e6:.2f} MB"
    )
    with TemporaryDirectory() as folder:
        opening(write(files, Path(folder)))


if __name__ == "__main__":
    main()
