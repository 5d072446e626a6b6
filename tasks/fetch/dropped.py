"""Files that were dropped into a folder and are not in the archive yet, told without reading the rest."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from tasks.store.archive import look, receipts, standing
from tasks.store.home import Home


def dropped(home: Home, folders: Iterable[str], settle_seconds: float, now: datetime) -> list[str]:
    """New or changed files under `folders` that nobody has written to for `settle_seconds`.

    A file that is still being copied waits for the next look. One that replaces a known file and is
    dated before that was received is left to the nightly run, which reads everything.
    """
    known = receipts(home)
    received = {receipt.source: receipt.received_at for receipt in known}
    dated = {name: when for folder in folders for name, when in _files(folder)}
    candidates = [name for name, when in dated.items() if _may_be_new(name, when, received)]
    settled = [name for name in candidates if abs((now - dated[name]).total_seconds()) >= settle_seconds]
    last = standing(known)
    return [f.source for f in look(settled).found if last.get(f.source) != f.sha256]


def _may_be_new(name: str, when: datetime, received: Mapping[str, datetime]) -> bool:
    return name not in received or when > received[name]


def _files(folder: str) -> Iterator[tuple[str, datetime]]:
    """Files with the time they were last written to; hidden ones are left alone, as in ingestion."""
    for path, below, names in os.walk(os.path.normpath(folder)):
        below[:] = [name for name in below if not name.startswith(".")]
        for name in names:
            file = Path(path, name)
            if not name.startswith(".") and file.is_file():
                try:
                    yield file.as_posix(), datetime.fromtimestamp(file.stat().st_mtime, UTC)
                except FileNotFoundError:  # taken away while we looked
                    continue
