"""Receive: what is new where we look goes into the archive, from folders and object storage alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flows import steps
from flows.fetch import fetch_one
from tasks.fetch.declaration import Bucket
from tasks.fetch.outcome import Outcome
from tasks.fetch.retrievals import known
from tasks.read.limits import FILE_BYTES
from tasks.store.home import S3, Home
from tasks.store.plan import arrivals

Unreadable = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Received:
    """The contents that lie where we looked, how many came new, and the paths that could not be read."""

    hashes: frozenset[str]
    new: int
    unreadable: Unreadable


def receive_all(home: str, paths: Sequence[str]) -> Received:
    """Take in what is new under `paths`, files, folders or `s3://` prefixes; to be called in a flow."""
    opened = Home.open(home)
    found = arrivals(opened, [path for path in paths if not path.startswith(S3)])
    refused = steps.receive(home, found.new) if found.new else ()
    prefixes = [path.rstrip("/") for path in paths if path.startswith(S3)]
    outcomes = [fetch_one(home, Bucket(prefix, prefix, FILE_BYTES.most)) for prefix in prefixes]
    return Received(
        found.hashes | _lying(opened, prefixes),
        len(found.new) - len(refused) + sum(len(outcome.fetched) for outcome in outcomes),
        (*found.inbox.unreadable, *refused, *(failed for o in outcomes for failed in _not_read(o))),
    )


def _not_read(outcome: Outcome) -> Unreadable:
    nothing = not (outcome.fetched or outcome.unchanged or outcome.failed)
    return ((outcome.source, "nothing lies there"),) if nothing else outcome.failed


def _lying(home: Home, prefixes: Sequence[str]) -> frozenset[str]:
    """What was kept last of every object under the prefixes."""
    if not prefixes:
        return frozenset()
    below = tuple(f"{prefix}/" for prefix in prefixes)
    kept = known(home).items()
    return frozenset(
        last.sha256 for address, last in kept if address.startswith(below) or address in prefixes
    )
