"""How fast each format is read: `python -m tests.bench_read`.

Pages (reports, where a format has no pages) and characters a second of processor time on one core, and of
wall time with two children at work. Forms that need a part that is missing are left out, saying so.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tasks.read import ocr, read
from tasks.read.isolation import POOL, read_isolated
from tests.read.forms import docx_of, html_of, missing, office_forms, scan_of
from tests.samples import REPORTS, compose, raw_of

SECONDS = 2.0  # a format, at least


def forms() -> Iterator[tuple[str, bytes]]:
    """A report in every form that this machine can make."""
    report = REPORTS[0]
    truth = compose(report)
    blocks = list(zip(truth.kinds, truth.paragraphs, strict=True))
    word = docx_of(blocks)
    yield "txt", raw_of(report, truth)
    yield "docx", word
    yield "html", html_of(blocks)
    lacking = missing()
    if lacking:
        print(f"(no office forms: {lacking.part} is missing; {lacking.install})")
        return
    with tempfile.TemporaryDirectory() as folder:
        made = office_forms([word], Path(folder))[0]
    yield from made.items()
    if ocr.available():
        yield "scan", scan_of(made["pdf"], pages=2)


def main() -> None:
    """Print the table."""
    print(f"{'form':6} {'ms a page':>10} {'pages/s':>9} {'characters/s':>13} {'pages/s, two children':>22}")
    for name, data in forms():
        document = read(data)
        pages, characters = document.pages or 1, sum(len(line.text) for line in document.lines)
        start, clock, times = time.process_time(), time.perf_counter(), 0
        while times == 0 or time.perf_counter() - clock < SECONDS:
            read(data)
            times += 1
        # What LibreOffice does is no processor time of ours: the clock on the wall tells it.
        each = (
            time.perf_counter() - clock if name in ("doc", "odt", "rtf") else time.process_time() - start
        ) / times
        print(
            f"{name:6} {1000 * each / pages:10.2f} {pages / each:9.1f} {characters / each:13,.0f} "
            f"{pages / _together(data):22.1f}"
        )
    POOL.close()


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
