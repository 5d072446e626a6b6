"""What robots.txt allows, by what a site answers when asked for it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.fetch.robots import matches, parse_robots, read_robots, robots_address

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
    assert robots.allow(f"https://example.org{path}") is allowed


def test_a_site_may_ask_for_more_time_between_requests() -> None:
    assert read_robots(200, RULES, "district-yearbook/0.1").delay == 3
    assert read_robots(200, b"User-agent: *\nRequest-rate: 1/5", "x").delay == 5
    refusal = read_robots(200, b"User-agent: *\nCrawl-delay: 86400", "x").refusal
    assert refusal == "robots.txt asks for 86400 seconds between requests"


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("Allow: /\nDisallow: /private", "/private/a", False),  # the longest rule counts, not the first
        ("Disallow: /\nAllow: /open/", "/open/a", True),
        ("Disallow: /open/\nAllow: /open/", "/open/a", True),  # of two alike the milder
        ("Disallow: /*.pdf$", "/a/b.pdf", False),
        ("Disallow: /*.pdf$", "/a/b.pdf?page=2", True),
        ("Disallow: /*/draft/*", "/2023/draft/a", False),
        ("Disallow: /a*b*c$", "/abc", False),
        ("Disallow: /a$", "/a/b", True),
        ("Disallow: /*?", "/list?page=2", False),
        ("Disallow: /草稿/", "/%E8%8D%89%E7%A8%BF/a", False),
        ("Disallow:", "/a", True),
        ("Disallow: /a # not yet", "/a", False),
        ("disallow : /a", "/a", False),
        ("Crawl-delay: soon\nCrawl-delay: nan\nRequest-rate: 0/0", "/a", True),
    ],
)
def test_rules_are_read_as_the_standard_says(rules: str, path: str, allowed: bool) -> None:
    assert parse_robots(f"User-agent: *\n{rules}", "x").allow(f"https://example.org{path}") is allowed


def test_groups_that_name_one_visitor_are_one() -> None:
    lines = ["User-agent: A", "User-agent: B/2.0", "Disallow: /1"]
    lines += ["User-agent: b", "Disallow: /2", "User-agent: *", "Disallow: /3"]
    robots = parse_robots("\n".join(lines), "b/1")
    assert [robots.allow(f"https://example.org/{n}") for n in (1, 2, 3)] == [False, False, True]


@given(st.text("/a*$", max_size=12), st.text("/a", max_size=12))
def test_patterns_match_as_the_same_regular_expression_would(pattern: str, path: str) -> None:
    end = "$" if pattern.endswith("$") else ""
    meant = ".*".join(re.escape(piece) for piece in pattern.removesuffix("$").split("*"))
    assert matches(pattern, path) is bool(re.match(meant + ("\\Z" if end else ""), path))


@given(st.binary(max_size=200))
def test_no_text_breaks_the_reader(text: bytes) -> None:
    read_robots(200, b"User-agent: *\n" + text, "x").allow("https://example.org/a")


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
    assert read_robots(status, body, "x").allow("https://example.org/a") is allowed


def test_rules_lie_at_the_root_of_each_host_and_port() -> None:
    assert robots_address("http://example.org:8080/a/b?c") == "http://example.org:8080/robots.txt"
