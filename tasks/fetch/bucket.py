"""Fetching from an object store: everything under a prefix that changed since it was kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from tasks.fetch.answers import Known
from tasks.fetch.declaration import Bucket
from tasks.fetch.outcome import Keep, Outcome, Retrieved


def fetch_bucket(source: Bucket, fs: Any, root: str, known: Mapping[str, Known], keep: Keep) -> Outcome:
    """Read every object under `root` whose tag is not the one it was kept under.

    Hidden names are left alone, as in folders; an object that cannot be read is named and stops nothing.
    """
    fetched: list[str] = []
    failed: list[tuple[str, str]] = []
    unchanged = 0
    for name, about in _objects(fs, root):
        address = str(fs.unstrip_protocol(name))
        before = known.get(address)
        if _as_kept(about, before):
            unchanged += 1
            continue
        try:
            new = _read(source, fs, name, about, address)
        except OSError as error:
            failed.append((address, error.strerror or str(error)))
            continue
        keep(new)
        if before is None or before.sha256 != new.sha256:
            fetched.append(address)
        else:
            unchanged += 1
    return Outcome(source.name, tuple(fetched), unchanged, tuple(failed))


def anything_new(fs: Any, root: str, known: Mapping[str, Known]) -> bool:
    """Whether an object under `root` is not the one that was kept, told by its tag alone."""
    return not all(_as_kept(about, known.get(str(fs.unstrip_protocol(n)))) for n, about in _objects(fs, root))


def _as_kept(about: Mapping[str, Any], before: Known | None) -> bool:
    return before is not None and before.etag == version_tag(about)


def _objects(fs: Any, root: str) -> list[tuple[str, Mapping[str, Any]]]:
    fs.invalidate_cache()  # a listing of an earlier visit in this process would hide what is new
    found = fs.find(root, detail=True)
    return [
        (name, about)
        for name, about in sorted(found.items())
        if not any(part.startswith(".") for part in name.removeprefix(root).split("/"))
    ]


def version_tag(about: Mapping[str, Any]) -> str:
    """What tells a version of an object from the next: its ETag, else its time and size."""
    when = about.get("LastModified") or about.get("created") or about.get("mtime")
    return str(about.get("ETag") or f"{when} {about['size']}")


def _read(source: Bucket, fs: Any, name: str, about: Mapping[str, Any], address: str) -> Retrieved:
    if about["size"] > source.max_bytes:
        largest = f"{source.max_bytes / 1_000_000:g} MB"
        raise OSError(None, f"larger than {largest}, the size declared as the largest")
    body = bytes(fs.cat_file(name))
    return Retrieved(
        source=source.name,
        url=address,
        final_url=address,
        file_name=name.rsplit("/", 1)[-1],
        sha256=sha256(body).hexdigest(),
        body=body,
        retrieved_at=datetime.now(UTC),
        etag=version_tag(about),
        last_modified=str(about["LastModified"]) if "LastModified" in about else None,
    )
