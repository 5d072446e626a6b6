"""Releases over time: which there are, which is current, which are kept, and whether they are whole."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from tasks.publish.basis import Basis
from tasks.publish.release import (
    ASIDE,
    LATEST,
    PUBLISHING,
    RELEASES,
    latest_release,
    note_standing,
    recover,
)
from tasks.store.home import Home
from tasks.store.locks import holding

PINS = "pins.json"


@dataclass(frozen=True, slots=True)
class Release:
    """A release in the list of them."""

    id: str
    current: bool
    pinned: bool


def releases(home: Home) -> tuple[Release, ...]:
    """Every release, the oldest first."""
    current, pinned = latest_release(home), pins(home)
    names = [name for name in home.folders(RELEASES) if not name.startswith(ASIDE)]
    names = [name for name in names if home.exists(RELEASES, name, "release.json")]  # written last
    return tuple(Release(name, name == current, name in pinned) for name in names)


def require(home: Home, release_id: str) -> str:
    """The id of a release that exists; FileNotFoundError where there is none."""
    if release_id not in {release.id for release in releases(home)}:
        raise FileNotFoundError(f"no release {release_id} under {home.path(RELEASES)}")
    return release_id


def pins(home: Home) -> frozenset[str]:
    """The releases that are never pruned."""
    if not home.exists(RELEASES, PINS):
        return frozenset()
    return frozenset(json.loads(home.read(RELEASES, PINS)))


def pin(home: Home, release_id: str, keep: bool = True) -> None:
    """Keep a release for good, or no longer."""
    kept = pins(home) | {require(home, release_id)} if keep else pins(home) - {release_id}
    home.write((json.dumps(sorted(kept)) + "\n").encode(), RELEASES, PINS)


def rollback(home: Home, release_id: str) -> None:
    """Make an older release the current one; it stands until a run finds something new."""
    with holding(home, PUBLISHING):
        recover(home)
        home.write(f"{require(home, release_id)}\n".encode(), RELEASES, LATEST)
        note_standing(home, Basis.now(home))


def prune(home: Home, keep: int) -> tuple[str, ...]:
    """Remove all but the current release, the pinned and the newest `keep` others; returns the removed."""
    with holding(home, PUBLISHING):
        recover(home)
        others = [r.id for r in releases(home) if not r.current and not r.pinned]
        removed = others[: max(len(others) - keep, 0)]
        for name in removed:
            home.fs.rm(home.path(RELEASES, name), recursive=True)
    return tuple(removed)


def verify(home: Home, release_id: str) -> Sequence[str]:
    """What is wrong with the files of a release against their recorded hashes; empty where it is whole."""
    about = json.loads(home.read(RELEASES, require(home, release_id), "release.json"))
    return [
        problem
        for path, known in about["sha256"].items()
        if (problem := _problem(home, release_id, path, known))
    ]


def _problem(home: Home, release_id: str, path: str, known: str) -> str | None:
    place = (RELEASES, release_id, *path.split("/"))
    if not home.exists(*place):
        return f"{path} is missing (缺失)"
    if sha256(home.read(*place)).hexdigest() != known:
        return f"{path} is not what was published (与发布时不符)"
    return None
