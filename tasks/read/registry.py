"""Which reader takes which media type: a new format is one module and one row here.

Readers are named, not imported, so that a run that meets no PDF never loads a PDF library.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from tasks.model import Document, Unreadable

Reader = Callable[[bytes], Document]

OOXML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."

READERS: dict[str, str] = {
    "text/plain": "tasks.read.text:read_text",
    "text/html": "tasks.read.html:read_html",
    "multipart/related": "tasks.read.html:read_web_archive",
    "application/pdf": "tasks.read.pdf:read_pdf",
    f"{OOXML}wordprocessingml.document": "tasks.read.word:read_word",
    f"{OOXML}spreadsheetml.sheet": "tasks.read.sheets:read_sheets",
    "application/vnd.ms-excel": "tasks.read.sheets:read_sheets",
    f"{ODF}spreadsheet": "tasks.read.sheets:read_sheets",
    "application/msword": "tasks.read.office:read_office",
    "application/rtf": "tasks.read.office:read_office",
    f"{ODF}text": "tasks.read.office:read_office",
    "application/zip": "tasks.read.archives:refuse_archive",
    "image/png": "tasks.read.images:read_image",
    "image/jpeg": "tasks.read.images:read_image",
    "image/tiff": "tasks.read.images:read_image",
    "image/bmp": "tasks.read.images:read_image",
}
# Known, and known to hold no report by themselves.
REFUSED: dict[str, str] = {
    "application/x-macro-office": "unsafe: the document carries macros; save it without them (文档含有宏)",
    "application/x-ole-storage": "format: a compound file of no known kind, or cut short (未知的复合文档)",
    "application/x-encrypted-office": "encrypted: the document asks for a password (文件已加密)",
}


def reader_of(media_type: str) -> Reader:
    """The reader of a media type; `Unreadable` with a reason where there is none."""
    if media_type in REFUSED:
        raise Unreadable(REFUSED[media_type])
    if media_type not in READERS:
        raise Unreadable(f"format: {media_type} is not read by this version (暂不支持的格式)")
    module, function = READERS[media_type].split(":")
    reader: Reader = getattr(import_module(module), function)
    return reader
