"""What a visit to a source came to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A file as it was retrieved, with where and when."""

    source: str  # name of the source
    url: str  # as declared or linked
    final_url: str  # after redirects
    file_name: str
    sha256: str
    body: bytes
    retrieved_at: datetime
    status: int = 200
    etag: str | None = None
    last_modified: str | None = None
    media_type: str | None = None
    link_text: str | None = None


Keep = Callable[[Retrieved], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one source gave: addresses with new content, how many are as before, and what failed, why."""

    source: str
    fetched: tuple[str, ...] = ()
    unchanged: int = 0
    failed: tuple[tuple[str, str], ...] = ()
    folder: str | None = None  # nothing to fetch: ingestion looks there itself
