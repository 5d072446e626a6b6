"""What answers mean, and how long to wait before asking again."""

from datetime import UTC, datetime

import pytest

from tasks.fetch.answers import Answer, Failed, Known, backoff, conditional, judge, retry_after

NOW = datetime(2025, 3, 1, 2, 30, tzinfo=UTC)


def test_what_is_known_is_asked_for_only_where_it_changed() -> None:
    assert conditional(None) == {}
    assert conditional(Known("0" * 64, None, None)) == {}
    known = Known("0" * 64, '"v1"', "Sat, 01 Mar 2025 00:00:00 GMT")
    assert conditional(known) == {
        "If-None-Match": '"v1"',
        "If-Modified-Since": "Sat, 01 Mar 2025 00:00:00 GMT",
    }


@pytest.mark.parametrize(
    ("status", "words", "again"),
    [
        (403, "the server refuses access (403)", False),
        (404, "there is nothing at this address (404)", False),
        (429, "the server asks for fewer requests (429)", True),
        (500, "the server failed (500)", True),
        (501, "the server failed (501)", False),
        (206, "an answer nobody expected (206)", False),
    ],
)
def test_a_failure_is_told_in_words(status: int, words: str, again: bool) -> None:
    with pytest.raises(Failed) as failed:
        judge(Answer("http://example.org/", status, {}), NOW)
    assert (str(failed.value), failed.value.again) == (words, again)


def test_a_server_that_asks_for_a_long_rest_is_left_for_the_next_run() -> None:
    with pytest.raises(Failed) as failed:
        judge(Answer("http://example.org/", 429, {"retry-after": "3600"}), NOW)
    assert not failed.value.again
    assert failed.value.away
    assert "another 3600 seconds" in str(failed.value)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        ("Sat, 01 Mar 2025 02:30:30 GMT", 30.0),
        ("Sat, 01 Mar 2025 02:00:00 GMT", 0.0),
        ("soon", None),
        ("-1", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_a_number_or_a_date(header: str | None, seconds: float | None) -> None:
    assert retry_after(header, NOW) == seconds


def test_waits_double_and_are_bounded() -> None:
    assert [backoff(n, None) for n in range(4)] == [1, 2, 4, 8]
    assert backoff(0, 30) == 30
    assert backoff(20, None) == 120
