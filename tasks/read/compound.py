"""The compound files of old office programs (.doc, .wps, .xls): a small file system in a file.

Looked at before a library opens one. A stream that claims more bytes than the file has, or whose sectors
follow each other in a ring, makes libraries fill the memory; and only the names in the root tell what a
file is, since what is embedded in a document has streams of its own.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tasks.model import Unreadable

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DAMAGED = "damaged: the parts of the compound file contradict each other (复合文档已损坏)"
ENTRY = 128  # bytes of a directory entry
REGULAR = 0xFFFFFFFA  # sector numbers from here on mean something else
STREAM, ROOT = 2, 5
NOBODY = 0xFFFFFFFF


class Entry(NamedTuple):
    """What the directory says of a stream or a folder: its neighbours in the tree of names, its place."""

    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class Compound(NamedTuple):
    """A compound file whose directory can be read."""

    table: Sequence[int]  # for each sector the one that follows it
    small: Sequence[int]  # the same for the small sectors inside the root's own stream
    cutoff: int  # bytes: streams smaller than this stand in small sectors
    entries: tuple[Entry, ...]


def compound(data: bytes) -> Compound:
    """The directory of a compound file; `Unreadable` where there is none that can be followed."""
    try:
        return _opened(data)
    except (struct.error, IndexError):
        raise Unreadable(DAMAGED) from None


def check_compound(data: bytes) -> None:
    """Raise `Unreadable` where a stream is larger than the file, or its sectors form a ring."""
    opened = compound(data)
    for entry in opened.entries:
        if entry.kind not in (STREAM, ROOT) or not entry.size:
            continue
        if entry.size > len(data):
            raise Unreadable(DAMAGED)
        small = entry.kind == STREAM and entry.size < opened.cutoff
        for _ in _chain(opened.small if small else opened.table, entry.start):
            pass


def names(opened: Compound) -> frozenset[str]:
    """The names in the root, those of embedded documents left out."""
    found: set[str] = set()
    waiting, seen = [opened.entries[0].child], {NOBODY}
    while waiting:
        at = waiting.pop()
        if at in seen or at >= len(opened.entries):
            continue
        seen.add(at)
        entry = opened.entries[at]
        found.add(entry.name)
        waiting += (entry.left, entry.right)
    return frozenset(found)


def _opened(data: bytes) -> Compound:
    (shift,) = struct.unpack_from("<H", data, 30)
    if not data.startswith(SIGNATURE) or shift not in (9, 12):
        raise Unreadable(DAMAGED)
    count, directory, cutoff, first_small = struct.unpack_from("<II4xII", data, 44)
    table = _table(data, shift, count)
    small = [number for sector in _chain(table, first_small) for number in _numbers(data, shift, sector)]
    raw = b"".join(_sector(data, shift, sector) for sector in _chain(table, directory))
    entries = tuple(_entry(raw, at) for at in range(0, len(raw) - ENTRY + 1, ENTRY))
    if not entries:
        raise Unreadable(DAMAGED)
    return Compound(table, small, cutoff, entries)


def _table(data: bytes, shift: int, count: int) -> list[int]:
    """The table of sectors, itself in sectors that the header lists; a long one in a chain of lists."""
    listed = list(struct.unpack_from("<109I", data, 76))
    more, lists = struct.unpack_from("<II", data, 68)
    for _ in range(min(lists, len(data) >> shift)):
        if more >= REGULAR:
            break
        *listed[len(listed) :], more = _numbers(data, shift, more)
    sectors = [sector for sector in listed if sector < REGULAR][:count]
    if len(sectors) > len(data) >> shift:
        raise Unreadable(DAMAGED)
    return [number for sector in sectors for number in _numbers(data, shift, sector)]


def _chain(table: Sequence[int], start: int) -> Iterator[int]:
    """The sectors of a stream; longer than all sectors together it is a ring."""
    sector = start
    for _ in range(len(table) + 1):
        if sector >= len(table):
            return
        yield sector
        sector = table[sector]
    raise Unreadable(DAMAGED)


def _sector(data: bytes, shift: int, sector: int) -> bytes:
    at = (sector + 1) << shift
    return data[at : at + (1 << shift)]


def _numbers(data: bytes, shift: int, sector: int) -> tuple[int, ...]:
    return struct.unpack(f"<{1 << (shift - 2)}I", _sector(data, shift, sector))


def _entry(raw: bytes, at: int) -> Entry:
    length, kind = struct.unpack_from("<HB", raw, at + 64)
    name = raw[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
    left, right, child = struct.unpack_from("<III", raw, at + 68)
    start, size = struct.unpack_from("<II", raw, at + 116)
    return Entry(name, kind, left, right, child, start, size)
