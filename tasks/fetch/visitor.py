"""Visiting the sites of a source as declared: polite, patient, and never beyond the declared hosts."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from urllib.parse import urlsplit

from tasks.fetch.addresses import Refused, canonical, check_host
from tasks.fetch.answers import REDIRECTS, Answer, Failed, backoff, judge
from tasks.fetch.declaration import Web
from tasks.fetch.exchange import Resolve, certificates, exchange, resolve
from tasks.fetch.robots import Robots, read_robots, robots_address

HOPS = 5  # redirects that are followed


class Visitor:
    """Visits the sites of one source; what it remembers of them lasts as long as the visit."""

    def __init__(
        self, source: Web, sleep: Callable[[float], None] = time.sleep, resolver: Resolve = resolve
    ) -> None:
        self._source, self._sleep, self._resolver = source, sleep, resolver
        self._robots: dict[str, Robots] = {}
        # Another source may have asked the same host a moment ago: the first request waits like the rest.
        self._begun = time.monotonic()
        self._asked: dict[str, float] = {}
        self._trusted = certificates()

    def get(self, address: str, headers: Mapping[str, str] | None = None) -> Answer:
        """The answer (200, or 304 where `headers` ask for it) at the end of all redirects.

        Raises `Refused` or `Failed` with the reason, the latter after trying again where that may help.
        """
        return self._patiently(lambda: judge(self._follow(address, headers or {}), datetime.now(UTC)))

    def _patiently(self, ask: Callable[[], Answer]) -> Answer:
        for attempt in range(self._source.attempts - 1):
            try:
                return ask()
            except Failed as failed:
                if not failed.again:
                    raise
                self._sleep(backoff(attempt, failed.wait))
        return ask()

    def _follow(self, address: str, headers: Mapping[str, str], by_rules: bool = True) -> Answer:
        seen: list[str] = []
        while address not in seen and len(seen) <= HOPS:
            check_host(address, self._source.hosts)
            if by_rules and self._source.robots:
                self._check_rules(address)
            answer = self._ask(address, headers)
            if answer.status not in REDIRECTS:
                return answer
            location = answer.header("location")
            if location is None:
                raise Failed(f"a redirect ({answer.status}) that leads nowhere")
            seen.append(address)
            address = canonical(location, base=address)
        raise Failed("redirects in a circle" if address in seen else f"more than {HOPS} redirects")

    def _ask(self, address: str, headers: Mapping[str, str]) -> Answer:
        """One request, after the time that must pass since the one before."""
        host = urlsplit(address).netloc
        robots = self._robots.get(robots_address(address), Robots())
        due = self._asked.get(host, self._begun) + max(self._source.min_seconds, robots.delay)
        self._sleep(max(0.0, due - time.monotonic()))
        try:
            return exchange(self._source, address, headers, self._resolver, self._trusted)
        finally:
            self._asked[host] = time.monotonic()

    def _check_rules(self, address: str) -> None:
        where = robots_address(address)
        if where not in self._robots:
            self._robots[where] = self._read_rules(where)
        robots = self._robots[where]
        if robots.refusal:
            raise Failed(robots.refusal, away=True)
        if not robots.allow(address):
            raise Refused("robots.txt asks not to fetch this")

    def _read_rules(self, where: str) -> Robots:
        def ask() -> Answer:
            answer = self._follow(where, {}, by_rules=False)
            absent = 400 <= answer.status < 500 and answer.status != 429
            return answer if absent else judge(answer, datetime.now(UTC))

        try:
            answer = self._patiently(ask)
        except (Refused, Failed) as error:
            return Robots(refusal=f"robots.txt could not be read, so nothing is asked there: {error}")
        return read_robots(answer.status, answer.body, self._source.user_agent)
