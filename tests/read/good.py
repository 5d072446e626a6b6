"""Small good files of every format, made without any other program: what the hostile ones are bent from."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence

import docx
import openpyxl
import xlwt
from PIL import Image, ImageDraw

from tests.samples.scan import assembled

TEXT = "示例区财政局2023年度部门整体支出绩效自评报告"
FIGURES = "全年预算数1,200.50万元，全年执行数1,100.25万元。"


def pdf(
    content: bytes = b"BT /F1 12 Tf 72 720 Td (Budget 1,200.50 spent 1,100.25) Tj ET",
    *,
    page: bytes = b"",
    objects: Sequence[bytes] = (),
    trailer: bytes = b"",
    pages: bytes = b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    stream: bytes | None = None,
) -> bytes:
    """A PDF with one page of Latin text; every part can be replaced by a worse one."""
    packed = zlib.compress(content)
    stream = stream or b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed)
    box = b"" if b"/MediaBox" in page else b"/MediaBox[0 0 595 842]"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        pages,
        b"<</Type/Page/Parent 2 0 R%s/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>%s>>"
        % (box, page),
        stream,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *objects,
    ]
    return assembled(parts, trailer, b"1.7")


def word(paragraphs: Sequence[str] = (TEXT, FIGURES)) -> bytes:
    """A .docx of some paragraphs and a table."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    table = document.add_table(rows=2, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "项目", "预算数"
    table.rows[1].cells[0].text, table.rows[1].cells[1].text = "基本支出", "800.00"
    return _saved(document)


def sheet() -> bytes:
    """An .xlsx with a title over two columns and an empty cell."""
    book = openpyxl.Workbook()
    page = book.active
    for row in (["部门整体支出绩效自评表"], ["项目", "预算数", "执行数"], ["基本支出", 800.5, None]):
        page.append(row)
    page.merge_cells("A1:C1")
    return _saved(book)


def old_sheet() -> bytes:
    """An .xls."""
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("自评表")
    for column, value in enumerate(["基本支出", 800.5]):
        page.write(0, column, value)
    return _saved(book)


def picture(form: str = "PNG", text: str = "Budget 1200.50", size: tuple[int, int] = (800, 200)) -> bytes:
    """A picture with a line of print."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).text((40, 60), text, fill="black", font_size=60)
    stream = io.BytesIO()
    image.save(stream, form)
    return stream.getvalue()


def page() -> bytes:
    """A web page."""
    article = f"<h1>{TEXT}</h1><p>{FIGURES}</p><table><tr><td>项目</td><td>预算数</td></tr></table>"
    return f"<!DOCTYPE html><html><body><div>{article}</div></body></html>".encode()


def packed(files: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of some files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """A packed document with one part replaced or added."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    return packed({**parts, name: content})


def part_of(data: bytes, name: str) -> bytes:
    """One part of a packed document."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def _saved(thing: object) -> bytes:
    stream = io.BytesIO()
    thing.save(stream)  # type: ignore[attr-defined]
    return stream.getvalue()
