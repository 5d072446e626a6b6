"""Files that mean harm or are broken, each with the beginning of the reason that it must be refused for.

`hostile_files()` makes them anew; none is kept in the project. A reason ending in `|` separated words may
begin with any of them, where it depends on which optional part is installed.
"""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable

from tests.read import good

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(10))
    + b"]><w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
    b"<w:body><w:p><w:r><w:t>&k;</w:t></w:r></w:p></w:body></w:document>"
)
XXE = LAUGHS.split(b"<!ENTITY a", maxsplit=1)[0] + (
    b'<!ENTITY k SYSTEM "file:///etc/passwd">]>' + LAUGHS.split(b"]>", maxsplit=1)[1]
)
WORD = "word/document.xml"
SHEET = "xl/worksheets/sheet1.xml"
WORDS = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"
CELLS = "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'"

Case = tuple[Callable[[], bytes], str]


def cut(data: bytes, share: float = 0.5) -> bytes:
    """The first part of a file."""
    return data[: int(len(data) * share)]


def flipped(data: bytes, start: float = 0.2, end: float = 0.8, count: int = 40) -> bytes:
    """A file with some bits of its middle turned over, always the same ones."""
    rng, bent = random.Random(7), bytearray(data)
    for _ in range(count):
        bent[rng.randrange(int(len(bent) * start), int(len(bent) * end))] ^= 1 << rng.randrange(8)
    return bytes(bent)


def flipped_stream(data: bytes) -> bytes:
    """A PDF with a bit turned over inside its packed content."""
    at = data.index(b"stream\n") + 20
    return data[:at] + bytes([data[at] ^ 0x40]) + data[at + 1 :]


def nul_text() -> bytes:
    return ("预算数" + "\x00" * 3 + "1200").encode() * 50


def mixed_text() -> bytes:
    return good.TEXT.encode("utf-8") + b"\n" + good.FIGURES.encode("gb18030") + b"\n"


def secret_pdf(handler: bytes = b"Standard") -> bytes:
    secret = b"/Encrypt<</Filter/%s/V 1/R 2/O(%s)/U(%s)/P -4>>/ID[(0123456789abcdef)(0123456789abcdef)]"
    return good.pdf(trailer=secret % (handler, b"o" * 32, b"u" * 32))


def ring_of_pages() -> bytes:
    return good.pdf(pages=b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>")


def million_pages() -> bytes:
    return good.pdf(pages=b"<</Type/Pages/Kids[3 0 R]/Count 1000000>>")


def ring_of_forms(times: int = 1) -> bytes:
    """A form that draws itself; drawn twice by itself, it doubles with every level."""
    draw = b"/X Do " * times
    form = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>/Length %d>>"
    return good.pdf(draw, objects=[form % len(draw) + b"stream\n" + draw + b"\nendstream"])


def flate_bomb(layers: int) -> bytes:
    data = b" " * 400_000_000
    for _ in range(layers):
        data = zlib.compress(data, 9)
    names = b"/FlateDecode" * layers
    head = b"<</Length %d/Filter[%s]>>stream\n" % (len(data), names)
    return good.pdf(stream=head + data + b"\nendstream")


def too_many_objects() -> bytes:
    return good.pdf(b"0 0 m 9 9 l S\n" * 400_000)


def huge_page() -> bytes:
    return good.pdf(page=b"/MediaBox[0 0 900000000 900000000]")


def deep_pdf() -> bytes:
    return good.pdf(pages=b"<</Type/Pages/Kids " + b"[" * 200_000 + b"]" * 200_000 + b"/Count 1>>")


def endless_xref() -> bytes:
    data = good.pdf()
    at = data.rindex(b"xref\n0")
    return data.replace(b"/Root 1 0 R", b"/Root 9 0 R/Prev %d" % at)


def vast_picture(side: int = 100_000) -> bytes:
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 100)
    chunks = ((b"IHDR", header), (b"IDAT", body), (b"IEND", b""))
    said = b"".join(
        struct.pack(">I", len(c)) + n + c + struct.pack(">I", zlib.crc32(n + c)) for n, c in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + said


def ring_of_tiff() -> bytes:
    """A TIFF whose only directory, of no entries that make sense, follows itself."""
    return (
        b"II*\x00\x08\x00\x00\x00" + struct.pack("<H", 1) + struct.pack("<HHII", 256, 3, 1, 9) + b"\x08\0\0\0"
    )


def word_of(body: str) -> bytes:
    return good.with_part(
        good.word(), WORD, f"<w:document {WORDS}><w:body>{body}</w:body></w:document>".encode()
    )


def deep_word() -> bytes:
    return word_of("<w:sdt><w:sdtContent>" * 5_000 + "</w:sdtContent></w:sdt>" * 5_000)


def wide_word() -> bytes:
    cell = "<w:tc><w:tcPr><w:gridSpan w:val='99999'/></w:tcPr><w:p><w:r><w:t>9</w:t></w:r></w:p></w:tc>"
    return word_of(f"<w:tbl><w:tr>{cell * 50}</w:tr></w:tbl>")


def sheet_of(rows: str) -> bytes:
    part = f"<worksheet {CELLS}><sheetData>{rows}</sheetData></worksheet>"
    return good.with_part(good.sheet(), SHEET, part.encode())


def vast_sheet() -> bytes:
    return sheet_of(
        "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>2</v></c></row>"
    )


def bomb_part(data: bytes, name: str) -> bytes:
    return good.with_part(data, name, b"<a>" + b" " * 300_000_000 + b"</a>")


def compound(stream: str) -> bytes:
    """A compound file with nothing right but its first bytes and the name of a stream."""
    return OLE + b"\0" * 600 + stream.encode("utf-16-le") + b"\0" * 900 + random.Random(3).randbytes(4096)


def named(name: str) -> bytes:
    return good.packed({name: good.FIGURES, "好.txt": good.FIGURES})


def linked() -> bytes:
    entry = zipfile.ZipInfo("链接.txt")
    entry.create_system, entry.external_attr = 3, 0o120777 << 16
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    return stream.getvalue()


def nested(levels: int) -> bytes:
    data = good.packed({"报告.txt": good.FIGURES})
    for _ in range(levels):
        data = good.packed({"内.zip": data})
    return data


def secret_zip() -> bytes:
    data = bytearray(good.packed({"报告.txt": good.FIGURES}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def lying_zip() -> bytes:
    """A zip whose directory promises fewer bytes than there are."""
    data = bytearray(good.packed({"报告.txt": good.FIGURES * 2000}))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", 10)
    return bytes(data)


def many_entries() -> bytes:
    return good.packed({f"{number}.txt": "1" for number in range(6_000)})


def endless_zip64() -> bytes:
    data = bytearray(good.packed({"报告.txt": good.FIGURES}))
    at = data.rindex(b"PK\x05\x06")
    data[at + 8 : at + 12] = b"\xff\xff\xff\xff"
    return bytes(data)


def macro(data: bytes, folder: str) -> bytes:
    return good.with_part(data, f"{folder}/vbaProject.bin", OLE + b"\0" * 512)


def odt(content: bytes) -> bytes:
    return good.packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


# They take some ten seconds to run into their limit.
SLOW = frozenset({"doubling_ring_of_forms.pdf"})
HOSTILE: dict[str, Case] = {
    "empty": (lambda: b"", "empty"),
    "white_space.txt": (lambda: b" \r\n\t\n" * 99, "empty"),
    "nothing_but_nul.txt": (lambda: b"\0" * 4096, "not text"),
    "nul_in_text.txt": (nul_text, "not text"),
    "noise.bin": (lambda: random.Random(1).randbytes(5000), "not text"),
    "mixed_encodings.txt": (mixed_text, "not text"),
    "half_a_character.txt": (lambda: good.TEXT.encode("utf-16")[:-1], "not text"),
    "program.pdf": (lambda: b"MZ\x90\0\x03" + bytes(range(256)) * 8, "not text"),
    "program.docx": (lambda: b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 8, "not text"),
    "endless_text.txt": (lambda: "字".encode() * 31_000_000, "limit"),
    "beyond_size.bin": (lambda: b"1" * (200 * 1024 * 1024 + 1), "limit"),
    "header_only.pdf": (lambda: b"%PDF-1.7\n", "damaged"),
    "cut.pdf": (lambda: cut(good.pdf()), "damaged"),
    "cut_at_the_end.pdf": (lambda: good.pdf()[:-60], "damaged"),
    "flipped.pdf": (lambda: flipped_stream(good.pdf()), "damaged"),
    "flipped_everywhere.pdf": (lambda: flipped(good.pdf(), 0.0, 0.9, 300), "damaged|not text|empty"),
    "secret.pdf": (secret_pdf, "encrypted"),
    "secret_by_stranger.pdf": (lambda: secret_pdf(b"Nobody"), "encrypted"),
    "ring_of_pages.pdf": (ring_of_pages, "damaged|empty"),
    "ring_of_forms.pdf": (ring_of_forms, "damaged|empty"),
    "doubling_ring_of_forms.pdf": (lambda: ring_of_forms(2), "damaged|limit"),
    "flate_bomb.pdf": (lambda: flate_bomb(1), "limit"),
    "nested_flate_bomb.pdf": (lambda: flate_bomb(4), "limit"),
    "a_million_pages.pdf": (million_pages, "limit|damaged"),
    "no_page.pdf": (lambda: good.pdf(pages=b"<</Type/Pages/Kids[]/Count 0>>"), "empty|damaged"),
    "too_many_objects.pdf": (too_many_objects, "limit"),
    "huge_page.pdf": (huge_page, "limit"),
    "deep.pdf": (deep_pdf, "damaged|empty"),
    "endless_xref.pdf": (endless_xref, "damaged|empty"),
    "blank.pdf": (lambda: good.pdf(b"q Q"), "empty"),
    "vast.png": (vast_picture, "limit|scan"),
    "cut.png": (lambda: cut(good.picture()), "damaged|scan"),
    "flipped.png": (lambda: flipped(good.picture()), "damaged|scan"),
    "cut.jpg": (lambda: cut(good.picture("JPEG"), 0.3), "damaged|scan"),
    "ring.tif": (ring_of_tiff, "damaged|scan"),
    "cut.tif": (lambda: cut(good.picture("TIFF")), "damaged|scan"),
    "animated.gif": (lambda: good.picture("GIF"), "format"),
    "picture.pdf": (lambda: cut(good.picture()), "damaged|scan"),
    "cut.docx": (lambda: cut(good.word()), "damaged"),
    "flipped.docx": (lambda: flipped(good.word(), 0.05, 0.6, 200), "damaged"),
    "entity.docx": (lambda: good.with_part(good.word(), WORD, XXE), "unsafe"),
    "laughs.docx": (lambda: good.with_part(good.word(), WORD, LAUGHS), "unsafe"),
    "bomb.docx": (lambda: bomb_part(good.word(), WORD), "limit"),
    "macro.docm": (lambda: macro(good.word(), "word"), "unsafe"),
    "secret.docx": (lambda: compound("EncryptedPackage"), "encrypted"),
    "no_xml.docx": (lambda: good.with_part(good.word(), WORD, b"<w:document"), "damaged"),
    "no_body.docx": (lambda: good.with_part(good.word(), WORD, b"<a/>"), "damaged"),
    "nothing_said.docx": (lambda: word_of("<w:p/>"), "empty"),
    "deep.docx": (deep_word, "limit|damaged"),
    "wide_table.docx": (wide_word, "limit"),
    "cut.xlsx": (lambda: cut(good.sheet()), "damaged"),
    "flipped.xlsx": (lambda: flipped(good.sheet(), 0.05, 0.6, 200), "damaged"),
    "entity.xlsx": (lambda: good.with_part(good.sheet(), SHEET, XXE), "unsafe"),
    "laughs.xlsx": (lambda: good.with_part(good.sheet(), SHEET, LAUGHS), "unsafe"),
    "bomb.xlsx": (lambda: bomb_part(good.sheet(), SHEET), "limit"),
    "macro.xlsm": (lambda: macro(good.sheet(), "xl"), "unsafe"),
    "vast.xlsx": (vast_sheet, "limit|damaged"),
    "broken_sheet.xlsx": (lambda: sheet_of("<row><c"), "damaged"),
    "slides.pptx": (lambda: good.packed({"ppt/presentation.xml": "<p/>"}), "format"),
    "cut.xls": (lambda: cut(good.old_sheet(), 0.3), "format"),
    "noise.xls": (lambda: compound("Workbook"), "damaged"),
    "noise.doc": (lambda: compound("WordDocument"), "damaged|missing"),
    "noise.ole": (lambda: compound("Nothing"), "format"),
    "noise.odt": (lambda: odt(b"<office:document"), "damaged|missing"),
    "deep.rtf": (lambda: b"{\\rtf1 " + b"{" * 200_000, "damaged|missing|empty|limit"),
    "deep.html": (lambda: b"<html><body>" + b"<div>" * 100_000 + b"1,200", "limit"),
    "half_a_character.html": (lambda: b"<html><body>" + good.TEXT.encode()[:-1] + b"\xff\xfe", "not text"),
    "script_only.html": (lambda: b"<html><body><script>alert(1)</script></body></html>", "empty"),
    "nul.html": (lambda: b"<html><body>" + b"\0" * 5000 + b"</body></html>", "not text"),
    "wide_table.html": (lambda: b"<table><tr><td>1" + b"<td colspan=9999>2" * 9 + b"</table>", "limit"),
    "empty.mht": (lambda: b"MIME-Version: 1.0\nContent-Type: multipart/related\n\nnothing", "empty"),
    "up.zip": (lambda: named("../../etc/passwd"), "unsafe"),
    "up_windows.zip": (lambda: named("..\\..\\boot.ini"), "unsafe"),
    "root.zip": (lambda: named("/etc/passwd"), "unsafe"),
    "drive.zip": (lambda: named("C:/boot.ini"), "unsafe"),
    "newline.zip": (lambda: named("a\nb.txt"), "unsafe"),
    "long_name.zip": (lambda: named("长" * 2000 + ".txt"), "unsafe"),
    "link.zip": (linked, "unsafe"),
    "bomb.zip": (lambda: good.packed({"a.txt": b"\0" * 200_000_000}), "limit"),
    "nested.zip": (lambda: nested(5), "limit"),
    "entries.zip": (many_entries, "limit"),
    "secret.zip": (secret_zip, "encrypted"),
    "lying.zip": (lying_zip, "damaged"),
    "zip64.zip": (endless_zip64, "limit"),
    "cut.zip": (lambda: cut(good.packed({"a.txt": "1" * 999}, zipfile.ZIP_STORED)), "damaged"),
    "nothing.zip": (lambda: good.packed({}), "empty"),
    "strange_method.zip": (lambda: good.packed({"a.txt": "1"}, zipfile.ZIP_LZMA), "format"),
    "other.7z": (lambda: b"7z\xbc\xaf\x27\x1c" + b"\0" * 99, "format"),
    "other.rar": (lambda: b"Rar!\x1a\x07\0" + b"\0" * 99, "format"),
    "other.gz": (lambda: b"\x1f\x8b\x08" + b"\0" * 99, "format"),
}  # fmt: skip
