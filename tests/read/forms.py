"""One report in every form that governments publish in: made here, so that the truth is known.

`docx_of` and `html_of` write the text; LibreOffice makes .pdf, .doc, .odt and .rtf of the .docx, and
rendering makes a scan of the .pdf. What a machine lacks is said by `missing`.
"""

from __future__ import annotations

import html
import io
import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

import docx
import openpyxl
import pypdfium2
import xlwt
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from PIL import Image, ImageChops, ImageFilter

from tasks.read.office import convert
from tasks.read.parts import soffice

Kind = Literal["title", "heading", "body", "table", "other"]
Block = tuple[str, str]  # kind and text, a table row with tabs between its cells

FONT = "Noto Serif CJK SC"
OFFICE_FORMS = ("pdf", "doc", "odt", "rtf")


class Missing(NamedTuple):
    """A part of the machine that a test needs, and how to get it."""

    part: str
    install: str


def missing() -> Missing | None:
    """What the machine lacks for making the office forms; in CI nothing may be missing."""
    found = None
    if soffice() is None:
        found = Missing("LibreOffice", "apt-get install libreoffice-writer-nogui libreoffice-calc-nogui")
    elif not _has_font():
        found = Missing("a Chinese font", "apt-get install fonts-noto-cjk")
    if found and os.environ.get("CI") == "true":
        raise RuntimeError(f"CI must have {found.part}: {found.install}")
    return found


def _has_font() -> bool:
    return shutil.which("fc-list") is None or any(Path("/usr/share/fonts").rglob("*CJK*"))


def docx_of(blocks: Iterable[Block]) -> bytes:
    """A .docx as an office would set it: 16 point, two characters indent, titles centred."""
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(16)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    for kind, text in blocks:
        paragraph = document.add_paragraph(text)
        paragraph.paragraph_format.space_after = Pt(0)
        if kind == "title" or (text.startswith("（") and text.endswith("）")):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif kind in ("heading", "body"):
            paragraph.paragraph_format.first_line_indent = Pt(32)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def html_of(blocks: Iterable[Block], charset: str = "utf-8") -> bytes:
    """A web page with navigation around the article."""
    said = list(blocks)
    title = "".join(text for kind, text in said if kind == "title")
    article = "\n".join(f"<p>　　{html.escape(text)}</p>" for _, text in said)
    page = (
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>{html.escape(title)} - 政务公开</title>'
        "<script>var a = '脚本1';</script></head><body>"
        '<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zw">政务公开2023</a></li></ul></div>'
        f'<div class="main"><div class="article">{article}</div></div>'
        '<div class="foot"><p>版权所有</p></div></body></html>'
    )
    return page.encode(charset)


def xlsx_of(blocks: Iterable[Block]) -> bytes:
    """A workbook with a paragraph or a row of a table in each row."""
    book = openpyxl.Workbook()
    for _, text in blocks:
        book.active.append(text.split("\t"))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def xls_of(blocks: Iterable[Block]) -> bytes:
    """The same in the old format."""
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("报告")
    for row, (_, text) in enumerate(blocks):
        for column, cell in enumerate(text.split("\t")):
            page.write(row, column, cell)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def office_forms(documents: Sequence[bytes], folder: Path) -> list[dict[str, bytes]]:
    """For each .docx its other forms, by ending; LibreOffice runs once a form."""
    sources = []
    for number, data in enumerate(documents):
        source = folder / f"report{number}.docx"
        source.write_bytes(data)
        sources.append(source)
    forms: list[dict[str, bytes]] = [{} for _ in documents]
    for ending in OFFICE_FORMS:
        made = {path.stem: path for path in convert(sources, ending, folder / ending)}
        for number, source in enumerate(sources):
            forms[number][ending] = made[source.stem].read_bytes()
    return forms


def scan_of(pdf: bytes, dpi: int = 200, pages: int | None = None) -> bytes:
    """A PDF of pictures alone, as a scanner makes it."""
    document = pypdfium2.PdfDocument(pdf)
    shown = range(len(document))[:pages]
    pictures = [document[i].render(scale=dpi / 72).to_pil().convert("L") for i in shown]
    stream = io.BytesIO()
    pictures[0].save(stream, "PDF", save_all=True, append_images=pictures[1:], resolution=dpi)
    return stream.getvalue()


def tiff_of(pdf: bytes, dpi: int = 200) -> bytes:
    """A TIFF of all pages, as a fax or a scanner without software makes it."""
    pages = [page.render(scale=dpi / 72).to_pil().convert("L") for page in pypdfium2.PdfDocument(pdf)]
    stream = io.BytesIO()
    pages[0].save(stream, "TIFF", compression="tiff_lzw", save_all=True, append_images=pages[1:])
    return stream.getvalue()


def photograph_of(pdf: bytes, form: str = "JPEG", turned: int = 0, slant: float = 0.0) -> bytes:
    """The first page as a telephone sees it: unevenly lit, a little soft, turned and slanted by degrees."""
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=200 / 72).to_pil().convert("L")
    page = page.rotate(slant, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    page = page.filter(ImageFilter.GaussianBlur(0.7))
    light = Image.linear_gradient("L").resize(page.size).point(lambda grey: 170 + grey // 4)
    page = ImageChops.multiply(page, light).rotate(turned, expand=True)
    stream = io.BytesIO()
    page.save(stream, form, quality=75)
    return stream.getvalue()
