"""The packed streams of a PDF, looked at before the PDF library unpacks them.

A stream that unpacks to more than is allowed is a bomb. One that breaks off in the middle shows a page with
part of its text missing, which nobody would notice: both end the file.
"""

from __future__ import annotations

import re
import zlib

from tasks.model import Unreadable
from tasks.read import limits

STREAM = re.compile(rb"(?<!end)stream\r?\n")
PACKED = b"/FlateDecode"
DICTIONARY = 2_000  # bytes before a stream in which its dictionary is looked for
CHUNK = 1 << 20
TAIL = 64 * 1024
CUT_SHORT = "damaged: the PDF is cut short (PDF 不完整)"
BROKEN = "damaged: a packed part of the PDF is broken (PDF 内部数据已损坏)"


def check_streams(data: bytes) -> None:
    """Raise `Unreadable` for a PDF that is cut short, holds a bomb, or has a broken stream of text."""
    if b"%%EOF" not in data[-TAIL:]:
        raise Unreadable(CUT_SHORT)
    secret = b"/Encrypt" in data  # what is encrypted cannot be unpacked here
    total = 0
    for found in STREAM.finditer(data):
        said = _dictionary(data, found.start())
        filters = said.count(PACKED)
        limits.check(limits.FILTERS, filters)
        if filters and not secret:
            total += _unpacked(data, found.end(), b"/Image" in said or b"/FontFile" in said)
            limits.check(limits.UNPACKED_BYTES, total)


def _dictionary(data: bytes, end: int) -> bytes:
    """What stands between the beginning of a stream's object and the stream."""
    before = data[max(0, end - DICTIONARY) : end]
    return before[before.rfind(b" obj") + 1 :]


def _unpacked(data: bytes, start: int, lenient: bool) -> int:
    """How many bytes a stream unpacks to, counted without keeping them."""
    unpacking = zlib.decompressobj()
    size = 0
    waiting = data[start : start + CHUNK]
    at = start + len(waiting)
    while waiting and not unpacking.eof:
        try:
            size += len(unpacking.decompress(waiting, CHUNK))
        except zlib.error:
            if lenient or (size == 0 and data[start : start + 1] != b"\x78"):
                return size  # a picture with a flaw, or packed another way first
            raise Unreadable(BROKEN) from None
        limits.check(limits.PART_BYTES, size)
        waiting = unpacking.unconsumed_tail
        if not waiting:
            waiting = data[at : at + CHUNK]
            at += len(waiting)
    return size
