"""Hostile shapes: no crash, and time that grows with the length and no faster."""

from __future__ import annotations

import time

import pytest

from tasks.clean import clean
from tests import layouts
from tests.clean.documents import document


def seconds(raw: str) -> float:
    source = document(raw)
    start = time.process_time()
    clean(source)
    return time.process_time() - start


SHAPES = {
    "one long line": lambda n: "绩效自评" * (n // 4),
    "one-character lines": lambda n: "退\n" * (n // 2),
    "one-digit lines": lambda n: "\n".join(str(i % 10) for i in range(n // 2)),
    "one line over and over": lambda n: "某局部门整体支出绩效自评报告的一行正文二十六个字\n" * (n // 25),
    "stops alone": lambda n: "一行正文没有写完就断了\n。\n" * (n // 14),
    "markers out of order": lambda n: "\n".join(
        f"{9 - i % 9}.其中一项工作已经完成。" for i in range(n // 14)
    ),
    "a report": lambda n: layouts.render(layouts.report(1, 9) * (n // 2500), layouts.Style(folio=3)),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_time_is_linear_in_length(shape):
    make = SHAPES[shape]
    seconds(make(20_000))
    short = max(seconds(make(50_000)), 0.02)
    assert seconds(make(200_000)) < 4 * short * 3


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "\n" * 1000,
        "\f" * 50,
        "\u3000",
        "\ufeff",
        "\x00\x01",
        "\u200b\n" * 100,
        "\r\n",
        "\ud800",
        "。" * 1000,
        "（" * 500,
    ],
)
def test_oddities_do_not_crash(raw):
    clean(document(raw))
