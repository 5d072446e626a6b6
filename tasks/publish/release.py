"""Releases: immutable folders, written aside and swapped in by one step."""

from __future__ import annotations

import io
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from expectations.declaration import Table, tables
from tasks.check.verdicts import Verdict
from tasks.publish.basis import Basis
from tasks.publish.changes import Edition
from tasks.store.home import Changed, Home, sync_folder
from tasks.store.locks import Lock

RELEASES = "releases"
LATEST = "LATEST"
ASIDE = ".building-"
PUBLISHING = "publishing"  # the lock of whoever moves LATEST or removes a release
INTENT = ".publishing"  # names the release being written, so that what a killed publisher left is known
STANDING = "standing.json"
TICK = timedelta(milliseconds=1)
RECENT = 12  # releases among which one may be torn
Files = Iterable[tuple[str, bytes]]  # path in the release, content


def latest_release(home: Home) -> str | None:
    """The id of the current release, or None before the first."""
    if not home.exists(RELEASES, LATEST):
        return None
    return home.read(RELEASES, LATEST).decode().strip()


def release_names(home: Home) -> list[str]:
    """The releases there are, the oldest first."""
    return [name for name in home.folders(RELEASES) if not name.startswith(".")]


def stands(home: Home, basis: Basis) -> bool:
    """Whether the current release already says all that `basis` holds."""
    if latest_release(home) is None or not home.exists(RELEASES, STANDING):
        return False
    known = json.loads(home.read(RELEASES, STANDING))
    return bool(known == {"release": latest_release(home), "basis": asdict(basis)})


def note_standing(home: Home, basis: Basis) -> None:
    """Remember that the current release says all that `basis` holds; lost, it costs only time."""
    home.write(json_line({"release": latest_release(home), "basis": asdict(basis)}), RELEASES, STANDING)


def read_tables(home: Home, release_id: str) -> dict[str, pa.Table]:
    """The tables of a release; FileNotFoundError where there is no such release."""
    if not home.exists(RELEASES, release_id, "release.json"):
        raise FileNotFoundError(f"no release {release_id} under {home.path(RELEASES)}")
    written = json.loads(home.read(RELEASES, release_id, "release.json"))["sha256"]
    return {table.name: _read_table(home, release_id, table, written) for table in tables().values()}


def _read_table(home: Home, release_id: str, table: Table, written: Mapping[str, str]) -> pa.Table:
    if f"tables/{table.name}.parquet" not in written:  # it was declared after that release
        return table.schema.empty_table()
    return pq.read_table(io.BytesIO(home.read(RELEASES, release_id, "tables", f"{table.name}.parquet")))


def read_edition(home: Home, release_id: str) -> Edition:
    """A release as it is compared with another."""
    tables_then = read_tables(home, release_id)
    rows = pq.read_table(io.BytesIO(home.read(RELEASES, release_id, "lineage.parquet"))).to_pylist()
    return Edition(tables_then, {row["report_id"]: row["code_version"] for row in rows})


def read_verdicts(home: Home, release_id: str) -> list[Verdict]:
    """The verdicts of a release."""
    rows = json.loads(home.read(RELEASES, release_id, "verdicts.json"))
    return [Verdict(**(row | {"examples": tuple(row["examples"])})) for row in rows]


def same_tables(home: Home, files: Mapping[str, bytes]) -> bool:
    """Whether the current release has these very tables, byte for byte."""
    current = latest_release(home)
    if current is None:
        return False
    known = json.loads(home.read(RELEASES, current, "release.json"))["sha256"]
    return all(known.get(path) == sha256(data).hexdigest() for path, data in files.items())


def release_name(
    files: Mapping[str, bytes], now: datetime | None = None, after: datetime | None = None
) -> str:
    """An id that sorts by time and tells contents apart: 20261122T034500123Z-1a2b3c4d.

    It is later than `after`, whatever the clock says, so that releases sort in the order they were made.
    """
    digest = sha256()
    for path in sorted(files):
        digest.update(path.encode() + b"\0" + sha256(files[path]).digest())
    moment = now or datetime.now(UTC)
    if after and moment < after + TICK:
        moment = after + TICK
    return f"{moment:%Y%m%dT%H%M%S}{moment.microsecond // 1000:03d}Z-{digest.hexdigest()[:8]}"


def last_name(home: Home) -> datetime | None:
    """The moment that the last release by name bears; None where there is none."""
    names = [name for name in home.folders(RELEASES) if "Z-" in name and not name.startswith(".")]
    stamp = max(names, default="").partition("Z-")[0]
    return datetime.strptime(stamp + "+0000", "%Y%m%dT%H%M%S%f%z") if stamp else None


def publish(home: Home, release_id: str, files: Files, standing: str | None, lock: Lock) -> str:
    """Write a release aside, swap it in, and make it the latest; returns its path.

    Killed at any moment, the release before stands whole: the new one is seen by nobody until `LATEST`
    names it, and that is the last thing written. `standing` is what `recover` gave. Raises `Changed`
    where another publisher took over, which on object storage can happen to one that was asleep.
    """
    home.write(f"{release_id}\n".encode(), RELEASES, INTENT)
    write = _write_local if home.local else _write_remote
    write(home, release_id, files)
    latest = f"{release_id}\n".encode()
    if not home.conditional:
        home.write(latest, RELEASES, LATEST)
    else:
        _swap(home, release_id, latest, standing, lock)
    home.fs.rm(home.path(RELEASES, INTENT))
    return home.path(RELEASES, release_id)


def _swap(home: Home, release_id: str, latest: bytes, standing: str | None, lock: Lock) -> None:
    try:
        if not lock.held():
            raise Changed(f"the lock of the publisher of {release_id} was taken over")
        home.replace(latest, standing, RELEASES, LATEST)
    except Changed:
        home.fs.rm(home.path(RELEASES, release_id), recursive=True)
        raise


def _write_local(home: Home, release_id: str, files: Files) -> None:
    releases = Path(home.path(RELEASES))
    aside = releases / f"{ASIDE}{release_id}"
    folders = {aside}
    try:
        for path, data in files:
            _write_aside(aside / path, data)
            folders.add(aside.joinpath(path).parent)
    except OSError:
        shutil.rmtree(aside, ignore_errors=True)  # a full disk has better uses for the room
        raise
    for folder in folders:
        sync_folder(folder)
    os.rename(aside, releases / release_id)
    sync_folder(releases)


def _write_aside(path: Path, data: bytes) -> None:
    """Write a file that nobody sees yet, and force it to disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _write_remote(home: Home, release_id: str, files: Files) -> None:
    for path, data in files:
        home.write(data, RELEASES, release_id, *path.split("/"))


def recover(home: Home) -> str | None:
    """Remove what a killed publisher left; the caller holds the publishing lock.

    Returns the tag of `LATEST` on object storage, by which `publish` knows that it is still the same.
    """
    standing, _ = home.state(RELEASES, LATEST)
    intent = home.read(RELEASES, INTENT).decode().strip() if home.exists(RELEASES, INTENT) else ""
    half = {intent, *_torn(home)} - {latest_release(home), ""}
    for name in home.folders(RELEASES):
        if name.startswith(ASIDE) or name in half:
            home.fs.rm(home.path(RELEASES, name), recursive=True)
    if intent:
        home.fs.rm(home.path(RELEASES, INTENT))
    return standing


def _torn(home: Home) -> list[str]:
    """Releases that one wrote who slept through the loss of its lock: cleared away in part, never whole."""
    return [n for n in release_names(home)[-RECENT:] if not home.exists(RELEASES, n, "release.json")]


def json_line(value: Any) -> bytes:
    """A small record as it lies between the releases."""
    return (json.dumps(value) + "\n").encode()


def overtaken(home: Home, basis: Basis) -> bool:
    """Whether the current release was made from something that `basis` has not seen yet."""
    current = latest_release(home)
    if current is None:
        return False
    said = json.loads(home.read(RELEASES, current, "release.json"))["basis"]
    if home.exists(RELEASES, STANDING):
        noted = json.loads(home.read(RELEASES, STANDING))
        said = noted["basis"] if noted["release"] == current else said
    return bool(
        said["receipts_version"] > basis.receipts_version or said["lake_version"] > basis.lake_version
    )
