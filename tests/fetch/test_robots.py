"""What robots.txt allows, by what a site answers when asked for it."""

import pytest

from tasks.fetch.robots import read_robots, robots_address

RULES = b"""
User-agent: district-yearbook
Disallow: /private/
Crawl-delay: 3

User-agent: *
Disallow: /
"""


@pytest.mark.parametrize(
    ("agent", "path", "allowed"),
    [
        ("district-yearbook/0.1", "/open/a.pdf", True),
        ("district-yearbook/0.1", "/private/a.pdf", False),
        ("another/1.0", "/open/a.pdf", False),
    ],
)
def test_rules_are_for_the_visitor_they_name(agent: str, path: str, allowed: bool) -> None:
    robots = read_robots(200, RULES, agent)
    assert robots.allow(f"https://example.org{path}", agent) is allowed


def test_a_site_may_ask_for_more_time_between_requests() -> None:
    assert read_robots(200, RULES, "district-yearbook/0.1").delay == 3
    assert read_robots(200, b"User-agent: *\nRequest-rate: 1/5", "x").delay == 5
    refusal = read_robots(200, b"User-agent: *\nCrawl-delay: 86400", "x").refusal
    assert refusal == "robots.txt asks for 86400 seconds between requests"


@pytest.mark.parametrize(
    ("status", "body", "allowed"),
    [
        (404, b"", True),
        (403, b"", True),
        (200, b"", True),
        (200, b"<html>not found</html>", True),
        (200, b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /", False),
        (429, b"", False),
        (500, b"", False),
    ],
)
def test_no_rules_allow_all_and_unreadable_rules_allow_nothing(
    status: int, body: bytes, allowed: bool
) -> None:
    assert read_robots(status, body, "x").allow("https://example.org/a", "x") is allowed


def test_rules_lie_at_the_root_of_each_host_and_port() -> None:
    assert robots_address("http://example.org:8080/a/b?c") == "http://example.org:8080/robots.txt"
