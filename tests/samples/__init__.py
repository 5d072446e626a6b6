"""Sample reports of our own writing, with all that is true of them.

`python -m tests.samples` writes them to data/raw; `truth()` says what reading them must find;
`synthetic.generate` makes any number more, from any of the `places` of the country.
"""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from random import Random

from .declared import REPORTS, SCANNED
from .layout import Layout, render
from .report import Report, Truth, compose
from .scan import scanned_pdf
from .template import TEMPLATE, TEMPLATE_FILE

HERE = Path(__file__).parent
RAW = HERE.parent.parent / "data" / "raw"
UNREADABLE_FILE = "示例_扫描件（已损坏）.txt"


def raw_of(report: Report, truth: Truth) -> bytes:
    """The raw file of a report."""
    return render(list(zip(truth.kinds, truth.paragraphs, strict=True)), report.layout)


def truth() -> dict[str, Truth]:
    """What is true of each sample report, by file; the template and the unreadable file are not reports."""
    return {report.file: compose(report) for report in (*REPORTS, SCANNED)}


def raw_files() -> dict[str, bytes]:
    """Every file of data/raw by its path there."""
    truths = truth()
    reports = {report.file: raw_of(report, truths[report.file]) for report in REPORTS}
    template = render(TEMPLATE, Layout(width=28, page_number="- {page} -"))
    return {
        **reports,
        SCANNED.file: scanned_pdf(),
        TEMPLATE_FILE: template,
        UNREADABLE_FILE: _broken_picture(),
    }


def _broken_picture() -> bytes:
    """A picture cut off in the middle that someone has named .txt."""
    size = struct.pack(">IIBBBBB", 1240, 1754, 8, 0, 0, 0, 0)
    header = struct.pack(">I", len(size)) + b"IHDR" + size + struct.pack(">I", zlib.crc32(b"IHDR" + size))
    return b"\x89PNG\r\n\x1a\n" + header + struct.pack(">I", 90000) + b"IDAT" + Random(16).randbytes(2500)
