"""Hostile shapes: no crash, nothing lost, and work that grows with the length and no faster."""

from __future__ import annotations

from collections import Counter

import pytest

from tasks.clean import clean
from tests import layouts
from tests.clean.documents import document, texts
from tests.work import calls

TEN_MEGABYTES = 10_000_000


def cleaning(raw: str) -> int:
    """How many calls cleaning makes."""
    source = document(raw)
    return calls(lambda: clean(source))


def report(length: int, **style: object) -> str:
    """Reports in a layout, each another, until there are so many characters of them."""
    made: list[str] = []
    while sum(map(len, made)) < length:
        seed = len(made)
        made.append(layouts.render(layouts.report(seed, 9), layouts.Style(seed=seed, **style)))
    return "".join(made)[:length]


SHAPES = {
    "one long line": lambda n: "绩效自评" * (n // 4),
    "a line with spaces": lambda n: "绩 12 ab " * (n // 9),
    "one-character lines": lambda n: "退\n" * (n // 2),
    "one-digit lines": lambda n: "\n".join(str(i % 10) for i in range(n // 2)),
    "numbers that count": lambda n: "\n".join(str(i) for i in range(n // 5)),
    "one line over and over": lambda n: "某局部门整体支出绩效自评报告的一行正文二十六个字\n" * (n // 25),
    "two lines by turns": lambda n: "某局部门整体支出绩效自评报告的一行正文\n内部资料\n" * (n // 25),
    "numbered forms": lambda n: "\n".join(f"第{i % 9}项{chr(0x4E00 + i % 50)}" for i in range(n // 5)),
    "stops alone": lambda n: "一行正文没有写完就断了\n。\n" * (n // 14),
    "markers out of order": lambda n: "\n".join(
        f"{9 - i % 9}.其中一项工作已经完成。" for i in range(n // 14)
    ),
    "cells": lambda n: "项目\t12\t13\n" * (n // 9),
    "titles": lambda n: "附件2\n示例局2023年度\n绩效自评报告\n" * (n // 21),
    "a report": report,
    "a report with line ends of two characters": lambda n: report(n).replace("\n", "\r\n"),
    "a report with tabs": lambda n: report(n).replace("，", "，\t"),
    "a report with wide spaces": lambda n: report(n).replace("\n", "\n\u3000\u3000"),
    "a report with zero-width characters": lambda n: report(n).replace("，", "\u200b，"),
    "a report with private-use glyphs": lambda n: report(n).replace("一是", "\ue000"),
    "a report with form feeds": lambda n: report(n, lines=8, feed=True),
    "a report with headers": lambda n: report(n, headers=("示例局 {n}", "{n} 报告"), watermarks=("稿",)),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_twice_the_length_is_twice_the_work(shape):
    make = SHAPES[shape]
    cleaning(make(2_000))  # what is done once is done
    assert cleaning(make(40_000)) < 2.4 * cleaning(make(20_000)) + 2_000


@pytest.mark.parametrize("shape", SHAPES)
def test_no_shape_loses_a_character(shape):
    raw = SHAPES[shape](8_000)
    cleaned = clean(document(raw))
    kept = "".join(texts(cleaned)) + "".join(e.text for e in cleaned.edits if e.kind == "furniture")
    assert Counter("".join(raw.split())) == Counter("".join(kept.split()))


@pytest.mark.parametrize("unit", ["绩效自评", "绩效 "])
def test_a_line_of_ten_megabytes(unit):
    assert len(clean(document(unit * (TEN_MEGABYTES // len(unit.encode())))).paragraphs) == 1


@pytest.mark.parametrize("unit", ["绩\t", "绩\u3000", "绩\u200b", "\ue000绩", "3 ", "（一）"])
def test_a_long_line_of_odd_characters(unit):
    assert len(clean(document(unit * 50_000)).paragraphs) == 1


def test_a_hundred_thousand_lines_of_one_character():
    assert sum(map(len, texts(clean(document("退\n" * 100_000))))) == 100_000


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
