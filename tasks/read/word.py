"""Word documents (.docx): paragraphs as printed, tables as rows, changes as accepted.

Automatic numbers are resolved to what Word prints; headers and footers are left aside; footnotes and text
boxes stand after the paragraph that holds them.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator

from lxml import etree

from tasks.model import Document, Line, LineKind, Origin, Unreadable
from tasks.read import limits
from tasks.read.archives import open_zip, part
from tasks.read.markup import parse_xml
from tasks.read.tables import Cell, joined, table_rows
from tasks.read.word_numbering import Numbering, W

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
# Deleted or moved away, field instructions, properties: not printed.
SILENT = frozenset(
    f"{W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "sectPr", "rt")
)
MARKS = {
    f"{W}tab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    f"{W}lastRenderedPageBreak": "\f",
}
NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}


def read_word(data: bytes) -> Document:
    """The paragraphs and table rows of a .docx in the order of its body."""
    with open_zip(data) as archive:
        body = parse_xml(part(archive, "word/document.xml")).find(f"{W}body")
        if body is None:
            raise Unreadable("damaged: the Word document has no body (文档已损坏)")
        reader = _Reader(archive)
        lines = tuple(reader.lines(body))
    paged = reader.page > 1
    warnings = ("hidden text was left out (隐藏文字已略去)",) if reader.hidden else ()
    return Document(MEDIA_TYPE, None, lines, reader.page if paged else None, warnings)


class _Reader:
    """Walks a body once, counting pages, list numbers and lines as it goes."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.page = 1
        self.hidden = False
        self.number = 0
        self.numbering = Numbering(self._part("word/numbering.xml"), self._part("word/styles.xml"))
        self.notes: dict[str, dict[str, etree._Element]] = {}

    def _part(self, name: str) -> etree._Element | None:
        return parse_xml(part(self.archive, name)) if name in self.archive.namelist() else None

    def lines(self, holder: Iterable[etree._Element], depth: int = 0) -> Iterator[Line]:
        """The lines of all paragraphs and tables directly in a holder, or in what only wraps them."""
        limits.check(limits.DEPTH, depth)
        for element in holder:
            if element.tag == f"{W}p":
                yield from self.paragraph(element, depth)
            elif element.tag == f"{W}tbl":
                yield from self.table(element, depth)
            elif element.tag not in SILENT:
                yield from self.lines(_chosen(element), depth + 1)

    def paragraph(self, element: etree._Element, depth: int) -> Iterator[Line]:
        """The lines of a paragraph, then of the text boxes and notes that hang on it."""
        text, boxes, notes = self.text(element)
        marker = self.numbering.marker(element) if text.strip("\f\n\t 　") else ""
        for index, piece in enumerate(text.split("\n")):
            self.page += piece.count("\f")
            yield self._line(
                (marker if index == 0 else "") + piece.replace("\f", ""), "paragraph", "paragraph"
            )
        for box in boxes:
            yield from self.lines(box, depth + 1)
        for note in notes:
            yield from self.lines(note, depth + 1)

    def table(self, element: etree._Element, depth: int) -> Iterator[Line]:
        """The rows of a table; one that only frames other content gives that content."""
        rows = [row for row in _within(element, f"{W}tr") if row.find(f"{W}trPr/{W}del") is None]
        cells = [list(_within(row, f"{W}tc")) for row in rows]
        if all(len(row) == 1 for row in cells):
            for row in cells:
                yield from self.lines(row[0], depth + 1)
            return
        grid = [[self._cell(cell) for cell in row] for row in cells]
        for texts in table_rows(grid):
            if any(texts):
                yield self._line("\t".join(texts), "row", "cell")

    def _cell(self, element: etree._Element) -> Cell:
        properties = element.find(f"{W}tcPr")
        span, below = 1, False
        if properties is not None:
            wide = properties.find(f"{W}gridSpan")
            said = wide.get(f"{W}val", "1") if wide is not None else "1"
            span = int(said) if said.isdecimal() and len(said) < 6 else 1
            merge = properties.find(f"{W}vMerge")
            below = merge is not None and merge.get(f"{W}val", "continue") == "continue"
        texts = [self._flat(paragraph) for paragraph in element.iter(f"{W}p")]
        return Cell("" if below else joined(texts), span, 1)

    def _flat(self, paragraph: etree._Element) -> str:
        """A paragraph in a cell: no tabs or line breaks, which part cells and rows here."""
        if any(above.tag in (f"{W}txbxContent",) for above in paragraph.iterancestors()):
            return ""
        text, boxes, _ = self.text(paragraph)
        self.page += text.count("\f")
        inner = ["".join(self.text(p)[0]) for box in boxes for p in box.iter(f"{W}p")]
        marker = self.numbering.marker(paragraph) if text.strip() else ""
        return " ".join((marker + " ".join([text, *inner])).split())

    def text(self, element: etree._Element) -> tuple[str, list[etree._Element], list[etree._Element]]:
        """What a paragraph prints, the text boxes in it, and the notes that it refers to."""
        said: list[str] = []
        boxes: list[etree._Element] = []
        notes: list[etree._Element] = []
        waiting = [element]
        while waiting:
            here = waiting.pop()
            if here.tag in SILENT or (here.tag == f"{W}p" and here is not element):
                continue
            if here.tag == f"{W}txbxContent":
                boxes.append(here)
                continue
            if here.tag == f"{W}r" and self._vanishes(here):
                continue
            said.append(_said(here))
            if here.tag in NOTES:
                note = self._note(NOTES[here.tag], here.get(f"{W}id") or "")
                notes += [note] if note is not None else []
            waiting += reversed(_chosen(here))
        return "".join(said), boxes, notes

    def _vanishes(self, run: etree._Element) -> bool:
        vanish = run.find(f"{W}rPr/{W}vanish")
        hidden = vanish is not None and vanish.get(f"{W}val", "1") not in ("0", "false")
        self.hidden = self.hidden or hidden
        return hidden

    def _note(self, kind: str, number: str) -> etree._Element | None:
        if kind not in self.notes:
            root = self._part(f"word/{kind}.xml")
            found = [] if root is None else list(root)
            self.notes[kind] = {note.get(f"{W}id") or "": note for note in found}
        # Each note is printed once, at its first reference; this also ends notes that refer to themselves.
        return self.notes[kind].pop(number, None)

    def _line(self, text: str, kind: LineKind, origin: Origin) -> Line:
        self.number += 1
        limits.check(limits.LINES, self.number)
        return Line(self.number, text, self.page, kind, None, origin)


def _said(element: etree._Element) -> str:
    if element.tag == f"{W}t":
        return element.text or ""
    if element.tag == f"{W}sym":
        code = element.get(f"{W}char") or ""
        try:
            return chr(int(code, 16))
        except (ValueError, OverflowError):
            return "\ufffd"
    if element.tag == f"{W}br" and element.get(f"{W}type") == "page":
        return "\f"
    return MARKS.get(str(element.tag), "")


def _chosen(element: etree._Element) -> list[etree._Element]:
    """The children of an element; of two renderings of the same thing only the first."""
    if element.tag == CHOICE:
        return list(element)[:1]
    return [child for child in element if isinstance(child.tag, str)]


def _within(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The nearest elements of a kind, through content controls and accepted insertions."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo"):
            yield from _within(child, tag)
