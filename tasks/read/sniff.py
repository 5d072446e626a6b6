"""What a file is, told by its content: names and endings lie too often to be asked."""

from __future__ import annotations

import re

from tasks.model import Unreadable

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (OLE, "application/x-ole-storage"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"GIF8", "image/gif"),
    (b"{\\rtf", "application/rtf"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!", "application/vnd.rar"),
)
OOXML = "application/vnd.openxmlformats-officedocument."
# A document packed as a zip is known by a part that no other kind has.
PACKED: tuple[tuple[str, str], ...] = (
    ("word/document.xml", f"{OOXML}wordprocessingml.document"),
    ("xl/workbook.xml", f"{OOXML}spreadsheetml.sheet"),
    ("xl/workbook.bin", f"{OOXML}spreadsheetml.sheet"),
    ("ppt/presentation.xml", f"{OOXML}presentationml.presentation"),
)
MACROS = "application/x-macro-office"
# Streams of the old compound files; what is encrypted says so first, whatever else stands beside it. Macros
# are told wherever they are: those of an embedded document run as well.
STREAMS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", "application/x-encrypted-office"),
    ("_VBA_PROJECT", MACROS),
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
)
HTML_STARTS = (b"<!doctype html", b"<html", b"<?xml", b"<head", b"<body", b"<table", b"<meta")
HTML_TAG = re.compile(rb"<(?:html|body|head|table|div|meta|p)\b[^<>]*>", re.I)
MAIL_START = re.compile(rb"(?:from|mime-version|content-type|subject|date|snapshot-content-location):", re.I)
HEAD = 4096


def sniff(data: bytes) -> str:
    """The media type of `data`; "text/plain" where no signature is known (decoding then decides)."""
    for signature, media_type in SIGNATURES:
        if data.startswith(signature):
            return _inside(data, media_type)
    # A bitmap has a short signature, so its own size field must agree.
    if data[:2] == b"BM" and int.from_bytes(data[2:6], "little") == len(data):
        return "image/bmp"
    # Some writers put a few bytes before the PDF header, as the format's readers allow.
    if b"%PDF-" in data[:1024] and b"\x00" not in data[: data.find(b"%PDF-")]:
        return "application/pdf"
    return _markup(data)


def _markup(data: bytes) -> str:
    head = _ascii(data[:HEAD]).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if MAIL_START.match(head) and b"multipart/related" in head:
        return "multipart/related"
    if head.startswith(HTML_STARTS) or (head.startswith(b"<") and HTML_TAG.search(head)):
        return "text/html"
    return "text/plain"


def _ascii(head: bytes) -> bytes:
    """The head of a text without the second bytes of UTF-16, in which a page may be saved."""
    return head[2:].replace(b"\x00", b"") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head


def _inside(data: bytes, media_type: str) -> str:
    if media_type == "application/zip":
        return _packed(data)
    if media_type == "application/x-ole-storage":
        return _compound(data)
    return media_type


def _packed(data: bytes) -> str:
    """A zip, or the kind of document that is packed as one."""
    from tasks.read.archives import open_zip, part

    try:
        with open_zip(data) as archive:
            names = set(archive.namelist())
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                return MACROS
            for name, media_type in PACKED:
                if name in names:
                    return media_type
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                return part(archive, "mimetype").decode("ascii", "replace").strip()
    except Unreadable:
        pass  # what is wrong with it is said by whoever opens it
    return "application/zip"


def _compound(data: bytes) -> str:
    """The kind of a compound file, by the names in its root; by those anywhere in it where that is broken."""
    from tasks.read.compound import compound, names

    anywhere = {name for name, _ in STREAMS if name.encode("utf-16-le") + b"\x00\x00" in data}
    try:
        root = anywhere & (names(compound(data)) | {"_VBA_PROJECT"})
    except Unreadable:
        root = set()  # what is wrong with it is said by whoever opens it
    said = root or anywhere
    return next((media_type for name, media_type in STREAMS if name in said), "application/x-ole-storage")
