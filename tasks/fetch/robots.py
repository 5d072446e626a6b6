"""What a site's robots.txt allows (RFC 9309): pure decisions on its text, or on why there is none.

The standard library's parser takes the first rule that matches instead of the longest, and knows no
wildcards: it would ask for what sites exclude.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

LARGEST = 500_000  # bytes of a robots.txt that must be read
LONGEST_DELAY = 120.0  # seconds between requests that a night has time for
KEPT = "%/*$?=&:;,+@!~'()[]"

Line = tuple[str, str]  # a field in lower case, and its value


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one site for one visitor; `refusal` says why nothing at all may be asked there."""

    rules: tuple[tuple[str, bool], ...] = ()  # path pattern, whether it allows
    delay: float = 0.0  # seconds between requests that the site asks for
    refusal: str | None = None

    def allow(self, address: str) -> bool:
        """Whether an address may be asked for: the longest rule that matches says so, else it may."""
        parts = urlsplit(address)
        path = _quoted(parts.path or "/") + (f"?{_quoted(parts.query)}" if parts.query else "")
        found = [(len(pattern), allowed) for pattern, allowed in self.rules if matches(pattern, path)]
        return self.refusal is None and max(found, default=(0, True))[1]


def robots_address(address: str) -> str:
    """Where the robots.txt lies that rules an address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"


def read_robots(status: int, body: bytes, user_agent: str) -> Robots:
    """The rules by what the site answered: text counts, none (4xx) allows all, else nothing is allowed.

    A server that fails, or wants fewer requests (429), may have rules that it could not tell.
    """
    if status == 200:
        return parse_robots(body[:LARGEST].decode("utf-8-sig", "replace"), user_agent)
    if 400 <= status < 500 and status != 429:
        return Robots()
    return Robots(refusal=f"robots.txt could not be read ({status}), so nothing is asked there")


def parse_robots(text: str, user_agent: str) -> Robots:
    """The rules for a visitor: all groups that name it, or those for everybody where none does."""
    groups = _groups(text)
    name = user_agent.split("/")[0].strip().lower()
    own = [line for agents, lines in groups if name in agents for line in lines]
    everybody = [line for agents, lines in groups if "*" in agents for line in lines]
    lines = own if any(name in agents for agents, _ in groups) else everybody
    delay = max((_delay(line) for line in lines), default=0.0)
    if delay > LONGEST_DELAY:
        return Robots(refusal=f"robots.txt asks for {delay:.0f} seconds between requests")
    rules = tuple((_quoted(path), field == "allow") for field, path in lines if _is_rule(field) and path)
    return Robots(rules, delay)


def _groups(text: str) -> list[tuple[set[str], list[Line]]]:
    """Names of visitors, each list of them with the lines that follow it."""
    groups: list[tuple[set[str], list[Line]]] = []
    naming = False
    for line in text.splitlines():
        field, _, value = (part.strip() for part in line.partition("#")[0].partition(":"))
        field = field.lower()
        if field == "user-agent":
            if not naming:
                groups.append((set(), []))
            groups[-1][0].add(value.split("/")[0].strip().lower())
            naming = True
        elif groups and (_is_rule(field) or field in ("crawl-delay", "request-rate")):
            groups[-1][1].append((field, value))
            naming = False
    return groups


def _is_rule(field: str) -> bool:
    return field in ("allow", "disallow")


def _delay(line: Line) -> float:
    """Seconds between requests, as `Crawl-delay: 5` or `Request-rate: 1/5` ask for; 0 for other lines."""
    field, value = line
    requests, _, seconds = value.partition("/") if field == "request-rate" else ("1", "", value)
    try:
        delay = 0.0 if _is_rule(field) else float(seconds) / float(requests)
    except (ValueError, ZeroDivisionError):
        return 0.0
    return delay if delay > 0 else 0.0  # "nan" is a number to `float`, too


def _quoted(path: str) -> str:
    return quote(path, safe=KEPT)


def matches(pattern: str, path: str) -> bool:
    """Whether a path begins as the pattern says: `*` stands for anything, a last `$` for the end.

    Looks for the pieces between the stars one after another, which takes linear time.
    """
    whole = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for piece in rest[:-1] if whole else rest:
        at = path.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    if not whole:
        return True
    return at == len(path) if not rest else path.endswith(rest[-1]) and len(path) - len(rest[-1]) >= at
