"""PDF: pages to lines by where their characters stand; pages without a text layer to recognition."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pypdfium2 as pdfium

from tasks.model import Document, Line, Unreadable
from tasks.read import limits
from tasks.read.pages import Found, margins, numbered, read_page
from tasks.read.pdf_clips import shown_only
from tasks.read.pdf_glyphs import Sight, see, upright
from tasks.read.pdf_rules import Drawn, drawn
from tasks.read.pdf_streams import check_streams
from tasks.read.pdf_trust import Doubt, doubt, inkless, rendering, rubbish, turns, unseen_of, warnings
from tasks.read.printed import printed
from tasks.read.recognised import said_of

MEDIA_TYPE = "application/pdf"
NO_TEXT = (
    "scan: no page has a text layer, and recognition is not installed; "
    "pip install 'district-yearbook[ocr]' (扫描件，需安装文字识别组件)"
)


def read_pdf(data: bytes) -> Document:
    """The lines of a PDF in reading order, tables as rows."""
    check_streams(data)
    with opened(data) as document:
        limits.check(limits.PAGES, len(document))
        found, doubts = _pages(document)
    usual = margins(line for lines in found for line in lines)
    lines: list[Line] = []
    for page, page_lines in enumerate(found, start=1):
        lines += numbered(page_lines, page, usual, len(lines))
    said = (*warnings(doubts), *said_of(lines, ()))
    return Document(MEDIA_TYPE, None, tuple(lines), len(found), said)


@contextlib.contextmanager
def opened(data: bytes) -> Iterator[pdfium.PdfDocument]:
    """An open PDF; `Unreadable` where it is damaged or asks for a password."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise _refusal(str(error), data) from None
    try:
        if len(document) == 0:
            raise Unreadable("empty: the PDF has no page (没有页面)")
        yield document
    finally:
        document.close()


def _refusal(error: str, data: bytes) -> Unreadable:
    # The library's last error outlives the file that it was about, so the file itself must say it too.
    if b"/Encrypt" in data and ("password" in error.lower() or "security" in error.lower()):
        return Unreadable("encrypted: the PDF asks for a password (PDF 已加密)")
    return Unreadable("damaged: the PDF cannot be opened (PDF 已损坏)")


def _pages(document: pdfium.PdfDocument) -> tuple[list[list[Found]], list[Doubt]]:
    """The lines of every page, and what is doubtful about each."""
    found: list[list[Found]] = []
    doubts: list[Doubt] = []
    missing = 0
    for number, page in enumerate(document, start=1):
        width, height = page.get_size()
        limits.check(limits.POINTS, int(max(width, height)))
        with contextlib.closing(page), contextlib.closing(page.get_textpage()) as text:
            sight = see(page.raw, text.raw)
            shown = drawn(page.raw, upright(page.raw, sight.turned))
            if rubbish(sight, shown):
                recognition = recognised(page)
                missing += recognition is None
                lines, whole = recognition or ([], True)
                doubts.append(Doubt(number, ink=not whole, scan=True, unread=recognition is None))
                found.append(lines)
            else:
                ink = rendering(page, sight.turned)
                bare = inkless(ink, sight)
                seen = shown_only(text.raw, sight, bare)
                unseen = unseen_of(seen, bare if seen is sight else inkless(ink, seen))
                turned = 90.0 * turns(page, sight.turned)
                found.append([line._replace(turned=turned) for line in _layered(seen, shown)])
                doubts.append(doubt(number, ink, seen, shown, unseen))
    if missing and not any(found):
        raise Unreadable(NO_TEXT)
    return found, doubts


def _layered(sight: Sight, shown: Drawn) -> list[Found]:
    """The lines of a page by its text layer; what is set aslant (a watermark) comes last."""
    return read_page(sight.glyphs, shown.rules) + [
        Found(line.text, "line", line.box, line.size) for line in printed(sight.aslant)
    ]


def recognised(page: pdfium.PdfPage) -> tuple[list[Found], bool] | None:
    """The lines of a page by its picture, and whether all of it was read; None if not installed."""
    from tasks.read import ocr

    if not ocr.available():
        return None
    width, height = page.get_size()
    scale = ocr.DPI / 72
    limits.check(limits.PIXELS, int(width * scale * height * scale))
    return ocr.lines(page.render(scale=scale, rev_byteorder=True).to_numpy(), scale)
