"""What a site's robots.txt allows: pure decisions on its text, or on why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

LARGEST = 500_000  # bytes of a robots.txt that must be read
LONGEST_DELAY = 120.0  # seconds between requests that a night has time for


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one site for one visitor; `refusal` says why nothing at all may be asked there."""

    rules: RobotFileParser | None = None
    refusal: str | None = None
    delay: float = 0.0  # seconds between requests that the site asks for

    def allow(self, address: str, user_agent: str) -> bool:
        """Whether an address may be asked for."""
        return self.refusal is None and (self.rules is None or self.rules.can_fetch(user_agent, address))


def robots_address(address: str) -> str:
    """Where the robots.txt lies that rules an address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"


def read_robots(status: int, body: bytes, user_agent: str) -> Robots:
    """The rules by what the site answered: text counts, none (4xx) allows all, else nothing is allowed.

    A server that fails, or wants fewer requests (429), may have rules that it could not tell.
    """
    if status == 200:
        rules = RobotFileParser()
        rules.parse(body[:LARGEST].decode("utf-8-sig", "replace").splitlines())
        delay = _delay(rules, user_agent)
        if delay > LONGEST_DELAY:
            return Robots(refusal=f"robots.txt asks for {delay:.0f} seconds between requests")
        return Robots(rules, delay=delay)
    if 400 <= status < 500 and status != 429:
        return Robots()
    return Robots(refusal=f"robots.txt could not be read ({status}), so nothing is asked there")


def _delay(rules: RobotFileParser, user_agent: str) -> float:
    rate = rules.request_rate(user_agent)
    by_rate = rate.seconds / rate.requests if rate and rate.requests else 0.0
    return max(float(rules.crawl_delay(user_agent) or 0.0), by_rate)
