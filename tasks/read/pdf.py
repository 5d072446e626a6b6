"""PDF: pages to lines by where their characters stand; pages without a text layer to recognition."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as c

from tasks.model import Document, Line, Origin, Unreadable
from tasks.read import limits
from tasks.read.pages import Found, indented, margin, read_page
from tasks.read.pdf_glyphs import Sight, see, upright
from tasks.read.pdf_rules import Drawn, drawn
from tasks.read.pdf_trust import Doubt, doubt, rubbish, warnings
from tasks.read.printed import printed

MEDIA_TYPE = "application/pdf"
NO_TEXT = (
    "scan: no page has a text layer, and recognition is not installed; "
    "pip install 'district-yearbook[ocr]' (扫描件，需安装文字识别组件)"
)


def read_pdf(data: bytes) -> Document:
    """The lines of a PDF in reading order, tables as rows."""
    with opened(data) as document:
        limits.check(limits.PAGES, len(document))
        found, doubts = _pages(document)
    left = margin([line for lines in found for line in lines if isinstance(line, Found)])
    lines: list[Line] = []
    for page, page_lines in enumerate(found, start=1):
        lines += _numbered(page_lines, page, left, len(lines))
    return Document(MEDIA_TYPE, None, tuple(lines), len(found), warnings(doubts))


@contextlib.contextmanager
def opened(data: bytes) -> Iterator[pdfium.PdfDocument]:
    """An open PDF; `Unreadable` where it is damaged or asks for a password."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError:
        raise _refusal() from None
    try:
        if len(document) == 0:
            raise Unreadable("empty: the PDF has no page (没有页面)")
        yield document
    finally:
        document.close()


def _refusal() -> Unreadable:
    if c.FPDF_GetLastError() in (c.FPDF_ERR_PASSWORD, c.FPDF_ERR_SECURITY):
        return Unreadable("encrypted: the PDF asks for a password (PDF 已加密)")
    return Unreadable("damaged: the PDF cannot be opened (PDF 已损坏)")


def _pages(document: pdfium.PdfDocument) -> tuple[list[list[Found]], list[Doubt]]:
    """The lines of every page, and what is doubtful about each."""
    found: list[list[Found]] = []
    doubts: list[Doubt] = []
    missing = 0
    for number, page in enumerate(document, start=1):
        with contextlib.closing(page), contextlib.closing(page.get_textpage()) as text:
            sight = see(page.raw, text.raw)
            shown = drawn(page.raw, upright(page.raw, sight.turned))
            if rubbish(sight, shown):
                lines = recognised(page)
                missing += lines is None
                doubts.append(Doubt(number, scan=True, unread=lines is None))
                found.append(lines or [])
            else:
                found.append(_layered(sight, shown))
                doubts.append(doubt(number, page, sight, shown))
    if missing and not any(found):
        raise Unreadable(NO_TEXT)
    return found, doubts


def _layered(sight: Sight, shown: Drawn) -> list[Found]:
    """The lines of a page by its text layer; what is set aslant (a watermark) comes last."""
    return read_page(sight.glyphs, shown.rules) + [
        Found(line.text, "line", line.box, line.size) for line in printed(sight.aslant)
    ]


def recognised(page: pdfium.PdfPage) -> list[Found] | None:
    """The lines of a page by its picture; None where recognition is not installed."""
    from tasks.read import ocr

    if not ocr.available():
        return None
    width, height = page.get_size()
    scale = ocr.DPI / 72
    limits.check(limits.PIXELS, int(width * scale * height * scale))
    return ocr.lines(page.render(scale=scale).to_numpy(), scale)


def _numbered(found: list[Found], page: int, left: float | None, before: int) -> Iterator[Line]:
    own = margin(found)
    own = own if own is not None else left
    for number, line in enumerate(found, start=before + 1):
        text = indented(line, own) if own is not None else line.text
        box = (round(line.box[0], 1), round(line.box[1], 1), round(line.box[2], 1), round(line.box[3], 1))
        origin: Origin = "text_layer" if line.sure is None else "ocr"
        yield Line(number, text, page, line.kind, box, origin, line.sure)
