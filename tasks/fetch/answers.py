"""What an answer of a server means: kept, unchanged, tried again, or failed in words a person can act on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})  # worth asking once more
REDIRECTS = frozenset({301, 302, 303, 307, 308})
WORDS: Mapping[int, str] = {
    401: "the server asks for a password",
    403: "the server refuses access",
    404: "there is nothing at this address",
    410: "what was here is gone for good",
    429: "the server asks for fewer requests",
}
LONGEST_WAIT = 120.0  # seconds a server may ask to wait before it is left for the next run
FIRST_WAIT = 1.0


class Failed(Exception):  # noqa: N818 - named for what happened
    """A request that came to nothing; the message says why.

    `again` where another try may help, after `wait` seconds where the server says so; `away` where
    the trouble lies with the server and not with this one address.
    """

    def __init__(
        self, reason: str, *, again: bool = False, wait: float | None = None, away: bool = False
    ) -> None:
        super().__init__(reason)
        self.again, self.wait, self.away = again, wait, again or away


@dataclass(frozen=True, slots=True)
class Known:
    """What was kept of an address when it was last retrieved."""

    sha256: str
    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with its whole body; header names are in lower case."""

    address: str
    status: int
    headers: Mapping[str, str]
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """A header, or None where it is absent or empty."""
        return self.headers.get(name) or None


def conditional(known: Known | None) -> dict[str, str]:
    """Headers that ask for a file only where it changed since it was kept."""
    if known is None:
        return {}
    asked = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in asked.items() if value}


def judge(answer: Answer, now: datetime) -> Answer:
    """The answer where it is one (200, or 304 to a conditional request); else raises `Failed`."""
    status = answer.status
    if status in (200, 304) or status in REDIRECTS:
        return answer
    words = WORDS.get(status, "the server failed" if status >= 500 else "an answer nobody expected")
    wait = retry_after(answer.header("retry-after"), now)
    if wait is not None and wait > LONGEST_WAIT:
        raise Failed(f"{words} ({status}), for another {wait:.0f} seconds", away=True)
    raise Failed(f"{words} ({status})", again=status in AGAIN, wait=wait)


def retry_after(header: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for, given as a number or as a date."""
    if not header:
        return None
    if header.strip().isdecimal():
        return float(header)
    try:
        when = parsedate_to_datetime(header)
    except ValueError:
        return None
    return max(0.0, (when.replace(tzinfo=when.tzinfo or UTC) - now).total_seconds())


def backoff(attempt: int, asked: float | None) -> float:
    """Seconds to wait after a failed attempt (counted from 0): doubled each time, or as the server asks."""
    return min(max(FIRST_WAIT * 2.0**attempt, asked or 0.0), LONGEST_WAIT)
