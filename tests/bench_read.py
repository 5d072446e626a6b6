"""How fast each format is read: `python -m tests.bench_read`.

Pages (reports, where a format has no pages) and characters a second: on one core, of processor time, the
best of several readings; on two, of wall time with two children at work, which says little on a busy
machine. Forms that need a part that is missing are left out, saying so.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tasks.read import ocr, read
from tasks.read.isolation import POOL, read_isolated
from tests.read.forms import docx_of, html_of, missing, office_forms, photograph_of, xls_of, xlsx_of
from tests.samples import REPORTS, compose, raw_of
from tests.samples.scan import scanned_pdf

SECONDS = 2.0  # a format, at least
GRAIN = 0.2  # seconds of processor time that one measurement takes at least


def forms() -> Iterator[tuple[str, bytes]]:
    """A report in every form that this machine can make."""
    report = REPORTS[0]
    truth = compose(report)
    blocks = list(zip(truth.kinds, truth.paragraphs, strict=True))
    word = docx_of(blocks)
    yield "txt", raw_of(report, truth)
    yield "docx", word
    yield "html", html_of(blocks)
    yield "xlsx", xlsx_of(blocks)
    yield "xls", xls_of(blocks)
    lacking = missing()
    if lacking:
        print(f"(no office forms: {lacking.part} is missing; {lacking.install})")
        return
    with tempfile.TemporaryDirectory() as folder:
        made = office_forms([word], Path(folder))[0]
    yield from made.items()
    if ocr.available():
        yield "scan", scanned_pdf()
        yield "jpeg", photograph_of(scanned_pdf())


def main() -> None:
    """Print the table."""
    print(f"{'':6} {'one core':>36} {'two children':>26}")
    heads = "form", "ms a page", "pages/s", "characters/s", "pages/s", "characters/s"
    print("{:6} {:>10} {:>10} {:>14} {:>10} {:>15}".format(*heads))
    for name, data in forms():
        document = read(data)
        pages, characters = document.pages or 1, sum(len(line.text) for line in document.lines)
        alone, together = _alone(data), _together(data)
        print(
            f"{name:6} {1000 * alone / pages:10.2f} {pages / alone:10.1f} {characters / alone:14,.0f} "
            f"{pages / together:10.1f} {characters / together:15,.0f}",
            flush=True,
        )
    POOL.close()


def _alone(data: bytes) -> float:
    """Seconds of processor time a file, other programs' included: the least of several."""
    clock, least, times = time.perf_counter(), float("inf"), 0
    while times < 2 or time.perf_counter() - clock < SECONDS:
        start = sum(os.times()[:4])
        repeats = 0
        # The system counts in hundredths: what is quick is read until there is something to count.
        while sum(os.times()[:4]) - start < GRAIN:
            read(data)
            repeats += 1
        least, times = min(least, (sum(os.times()[:4]) - start) / repeats), times + 1
    return least


def _together(data: bytes) -> float:
    """Seconds a file with two children at work."""
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(read_isolated, [data] * 2))
        start, times = time.perf_counter(), 0
        while times == 0 or time.perf_counter() - start < SECONDS:
            list(threads.map(read_isolated, [data] * 4))
            times += 4
    return (time.perf_counter() - start) / times


if __name__ == "__main__":
    main()
