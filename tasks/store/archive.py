"""The archive: every raw file ever received, by the hash of its content, and the receipts for it."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest, sha256
from pathlib import Path

import pyarrow as pa

from tasks.model import RawFile, Unreadable
from tasks.read.archives import Member, is_archive, members
from tasks.read.limits import FILE_BYTES
from tasks.store.delta import append, next_moment, open_table, read_table
from tasks.store.home import Home

RECEIPTS = "archive/receipts"
RECEIPT_SCHEMA = pa.schema(
    [
        pa.field("sha256", pa.string(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("file_name", pa.string(), nullable=False),
        pa.field("bytes", pa.int64(), nullable=False),
        pa.field("received_at", pa.timestamp("us", tz="UTC"), nullable=False),
        pa.field("within", pa.string()),  # the archive file that it came in, by hash
    ]
)


@dataclass(frozen=True, slots=True)
class Found:
    """A file that lies where we were told to look: its hash, where it lies, and how that path is written."""

    sha256: str
    source: str
    size: int
    path: str

    @property
    def file_name(self) -> str:
        """The last part of its path."""
        return self.source.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class Receipt:
    """That a content was received from a source, and when."""

    sha256: str
    source: str
    file_name: str
    received_at: datetime
    bytes: int = 0
    within: str | None = None  # the archive file (zip) that it came in, by hash


@dataclass(frozen=True, slots=True)
class Inbox:
    """What the given paths hold: files, and the paths that could not be read with the reason."""

    found: tuple[Found, ...]
    unreadable: tuple[tuple[str, str], ...]


def look(paths: Iterable[str]) -> Inbox:
    """Every file under `paths`, hashed; hidden files and folders are left alone."""
    found: dict[str, Found] = {}
    unreadable: dict[str, str] = {}
    for path in paths:
        for name in _files(os.path.normpath(path), unreadable):
            try:
                found[name] = _hash(name)
            except OSError as error:
                unreadable[name] = _plain(error)
    refused = sorted((readable(path), reason) for path, reason in unreadable.items())
    return Inbox(tuple(found[n] for n in sorted(found)), tuple(refused))


def readable(path: str) -> str:
    """A path as text: names that are not UTF-8 are read as GB18030, as they mostly are, or spelt out."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        path = os.fsencode(path).decode("gb18030", "backslashreplace")
    return Path(path).as_posix()


def _files(path: str, unreadable: dict[str, str]) -> Iterable[str]:
    if not os.path.isdir(path):
        yield path
        return

    def refused(error: OSError) -> None:
        unreadable[str(error.filename)] = _plain(error)

    for folder, below, names in os.walk(path, onerror=refused):
        below[:] = sorted(name for name in below if not name.startswith("."))
        yield from (os.path.join(folder, name) for name in sorted(names) if not name.startswith("."))


def _hash(path: str) -> Found:
    if os.path.exists(path) and not os.path.isfile(path):
        raise OSError(None, "not a regular file (a pipe, socket or device)")
    with open(path, "rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
        return Found(digest, readable(path), os.fstat(file.fileno()).st_size, path)


def _plain(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def receipts(home: Home, sources: Iterable[str] | None = None) -> tuple[Receipt, ...]:
    """Every receipt (from some sources, where asked) in the order received.

    What a source gave twice in a row, as to two runs at once, counts once; what it gave again after
    something else is received anew.
    """
    table = read_table(home, RECEIPTS, where=None if sources is None else ("source", sources))
    rows = [] if table is None else table.to_pylist()
    found: list[Receipt] = []
    last: dict[str, str] = {}
    for row in sorted(rows, key=lambda r: (r["received_at"], r["source"], r["sha256"])):
        if last.get(row["source"]) != row["sha256"]:
            found.append(Receipt(**row))
            last[row["source"]] = row["sha256"]
    return tuple(found)


def standing(known: Iterable[Receipt]) -> dict[str, str]:
    """The content that each source gave last; receipts in the order received."""
    return {receipt.source: receipt.sha256 for receipt in known}


def receive(home: Home, files: Sequence[Found]) -> tuple[tuple[str, str], ...]:
    """Keep the bytes of each file, then the receipts: nothing is acknowledged before it is safe.

    Returns the files that could not be read, with the reason; the rest is received. An archive that
    cannot be written to (a full disk) is no fault of a file: it raises, and nothing is acknowledged.
    """
    now = next_moment(open_table(home, RECEIPTS), "received_at")
    rows: list[dict[str, object]] = []
    refused: list[tuple[str, str]] = []
    for file in files:
        try:
            data = _bytes(file)
        except OSError as error:
            refused.append((file.source, _plain(error)))
            continue
        rows += [row | {"received_at": now} for row in _kept(home, file, data)]
    append(home, RECEIPTS, pa.Table.from_pylist(rows, RECEIPT_SCHEMA))
    return tuple(refused)


def _bytes(file: Found) -> bytes:
    if file.size > FILE_BYTES.most:
        return b""  # received and refused: reading it will say why, and nobody keeps gigabytes of nothing
    data = Path(file.path).read_bytes()
    if sha256(data).hexdigest() != file.sha256:
        raise OSError(None, "changed while it was being read; it will be taken by the next run")
    return data


def keep_file(home: Home, digest: str, data: bytes, source: str, file_name: str) -> list[dict[str, object]]:
    """Store a file, and what it holds if it is an archive; gives their receipts but for the time."""
    _store(home, digest, data)
    rows = [_receipt(digest, source, file_name, len(data), None)]
    for member in members_of(data):
        inner = sha256(member.data).hexdigest()
        _store(home, inner, member.data)
        names = (f"{source}!{member.name}", f"{file_name}!{member.name}")
        rows.append(_receipt(inner, *names, len(member.data), digest))
    return rows


def _kept(home: Home, file: Found, data: bytes) -> list[dict[str, object]]:
    if file.size > FILE_BYTES.most:
        return [_receipt(file.sha256, file.source, file.file_name, file.size, None)]
    return keep_file(home, file.sha256, data, file.source, file.file_name)


def members_of(data: bytes) -> tuple[Member, ...]:
    """What an archive file holds; nothing for any other file, and for an archive not to be trusted.

    The latter stays one raw file, whose reading then says what is wrong with it.
    """
    try:
        return members(data) if is_archive(data) else ()
    except Unreadable:
        return ()


def _receipt(digest: str, source: str, file_name: str, size: int, within: str | None) -> dict[str, object]:
    row = {"sha256": digest, "source": source, "file_name": file_name}
    return row | {"bytes": size, "within": within}


def _store(home: Home, digest: str, data: bytes) -> None:
    if not home.exists(*place(digest)):
        home.write(data, *place(digest))


def content(home: Home, digest: str) -> bytes:
    """The bytes of a content in the archive."""
    return home.read(*place(digest))


def content_of(home: Home, raw: RawFile) -> bytes:
    """The bytes of a raw file in the archive; none of one that was too large to be kept."""
    return b"" if raw.size > FILE_BYTES.most else content(home, raw.sha256)


def place(digest: str) -> tuple[str, str, str]:
    """Where a content lies: folders of its first two hex digits keep listings short."""
    return "archive", digest[:2], digest


def raw_files(known: Iterable[Receipt]) -> dict[str, RawFile]:
    """Every content with all the names it came under, by hash; names sorted, so order cannot matter.

    An archive file is not among them: what it holds is.
    """
    receipts = list(known)
    archives = {receipt.within for receipt in receipts}
    names: defaultdict[str, set[str]] = defaultdict(set)
    size: dict[str, int] = {}
    for receipt in receipts:
        if receipt.sha256 not in archives:
            names[receipt.sha256].add(receipt.file_name)
            size[receipt.sha256] = receipt.bytes
    return {d: RawFile(d, tuple(sorted(found)), size[d]) for d, found in names.items()}
