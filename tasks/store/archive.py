"""The archive: every raw file ever received, by the hash of its content, and the receipts for it."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import file_digest, sha256
from pathlib import Path

import pyarrow as pa

from tasks.model import RawFile
from tasks.store.delta import append, read_table
from tasks.store.home import Home

RECEIPTS = "archive/receipts"
RECEIPT_SCHEMA = pa.schema(
    [
        pa.field("sha256", pa.string(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("file_name", pa.string(), nullable=False),
        pa.field("bytes", pa.int64(), nullable=False),
        pa.field("received_at", pa.timestamp("us", tz="UTC"), nullable=False),
    ]
)


@dataclass(frozen=True, slots=True)
class Found:
    """A file that lies where we were told to look: its hash and where it lies."""

    sha256: str
    source: str
    size: int

    @property
    def file_name(self) -> str:
        """The last part of its path."""
        return self.source.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class Receipt:
    """That a content was received from a source, and when first."""

    sha256: str
    source: str
    file_name: str
    received_at: datetime


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
    return Inbox(tuple(found[n] for n in sorted(found)), tuple(sorted(unreadable.items())))


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
        return Found(digest, Path(path).as_posix(), os.fstat(file.fileno()).st_size)


def _plain(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def receipts(home: Home) -> tuple[Receipt, ...]:
    """Every receipt, the first of each content and source, in the order received."""
    table = read_table(home, RECEIPTS)
    rows = [] if table is None else table.select(["sha256", "source", "file_name", "received_at"]).to_pylist()
    first: dict[tuple[str, str], Receipt] = {}
    for row in sorted(rows, key=lambda r: (r["received_at"], r["source"], r["sha256"])):
        first.setdefault((row["sha256"], row["source"]), Receipt(**row))
    return tuple(first.values())


def receive(home: Home, files: Sequence[Found]) -> tuple[tuple[str, str], ...]:
    """Keep the bytes of each file, then the receipts: nothing is acknowledged before it is safe.

    Returns the files that could not be kept, with the reason; the rest is received.
    """
    now = datetime.now(UTC)
    rows: list[dict[str, object]] = []
    refused: list[tuple[str, str]] = []
    for f in files:
        try:
            _keep(home, f)
        except OSError as error:
            refused.append((f.source, _plain(error)))
            continue
        row = {"sha256": f.sha256, "source": f.source, "file_name": f.file_name}
        rows.append(row | {"bytes": f.size, "received_at": now})
    append(home, RECEIPTS, pa.Table.from_pylist(rows, RECEIPT_SCHEMA))
    return tuple(refused)


def _keep(home: Home, file: Found) -> None:
    if home.exists(*place(file.sha256)):
        return
    data = Path(file.source).read_bytes()
    if sha256(data).hexdigest() != file.sha256:
        raise OSError(None, "changed while it was being read; it will be taken by the next run")
    home.write(data, *place(file.sha256))


def content(home: Home, digest: str) -> bytes:
    """The bytes of a raw file in the archive."""
    return home.read(*place(digest))


def place(digest: str) -> tuple[str, str, str]:
    """Where a content lies: folders of its first two hex digits keep listings short."""
    return "archive", digest[:2], digest


def raw_files(known: Iterable[Receipt]) -> dict[str, RawFile]:
    """Every content with all the names it came under, by hash; names sorted, so order cannot matter."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    for receipt in known:
        names[receipt.sha256].add(receipt.file_name)
    return {digest: RawFile(digest, tuple(sorted(found))) for digest, found in names.items()}
