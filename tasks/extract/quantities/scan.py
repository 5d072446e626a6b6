"""Every numeral of a paragraph, read once: left to right, each as a quantity or as no quantity."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

from tasks.extract.quantities.amounts import Tail
from tasks.extract.quantities.arabic import read_arabic, read_plain
from tasks.extract.quantities.chinese import read_chinese
from tasks.extract.quantities.lexicon import Lexicon
from tasks.extract.quantities.mention import Mention, Reading
from tasks.extract.quantities.nonquantities import opening_marker, quoted_spans
from tasks.extract.quantities.numerals import UNUSUAL, plain

# Digits of another form, quotation marks and dashes: most paragraphs have none of them.
_UNUSUAL = re.compile(f'[{UNUSUAL}“"‘「『＂—－─-]')
_LABEL = re.compile("[\u4e00-\u9fff]")
_DASHED = re.compile("[-—－─][%％]")
_MISSING = re.compile(r"(?<![-—－─])[-—－─]{1,4}[%％]")
_BETWEEN = frozenset("、，,和与及或；;") | {"和", "以及"}
_BETWEEN_OPEN = _BETWEEN | {"（", "("}


def scan(text: str, lexicon: Lexicon, table: bool = False, head: Tail | None = None) -> list[Mention]:
    """Every numeral of the text in mentions that do not overlap, in order.

    In a table's row `head` is what its head declares for bare numbers.
    """
    unusual = _UNUSUAL.search(text) is not None
    if unusual:
        text = plain(text)
    reading = _reading(text, lexicon, unusual, table, head)
    mentions = _mentions(reading)
    if unusual and _DASHED.search(text):
        mentions = _with_missing(text, mentions)
    if reading.lacking:
        _lend_units(text, mentions)
    return mentions


def _mentions(reading: Reading) -> list[Mention]:
    """The numerals one after the other; each is read from where the one before ended."""
    text = reading.text
    find = reading.lexicon.amounts.numeral.search
    mentions: list[Mention] = []
    if opening := opening_marker(text):
        mentions.append(Mention(len(text) - len(text.lstrip()), opening, "list_marker"))
        reading.floor = opening
    found = find(text, opening)
    while found is not None:
        mention = read_plain(reading, found) if found.lastindex != 1 else None
        if mention is None:
            read = read_arabic if found[1].isascii() else read_chinese
            mention = read(reading, found.start())
        mentions.append(mention)
        reading.floor = end = mention.end
        found = find(text, end)
    return mentions


def _reading(text: str, lexicon: Lexicon, unusual: bool, table: bool, head: Tail | None) -> Reading:
    """A paragraph about to be read, with what only some need looked up for them."""
    quotes = quoted_spans(text) if unusual else ()
    label = _LABEL.search(text) if table else None
    return Reading(text, lexicon, quotes, table, head, label.start() if label else -1)


def _with_missing(text: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions with every percentage that is printed as dashes: ——%."""
    missing = [
        Mention(found.start(), found.end(), None, "percent", None, "%", None, "%")
        for found in _MISSING.finditer(text)
    ]
    if not missing:
        return mentions
    taken = {mention.end for mention in mentions if mention.reason is None}
    missing = [mention for mention in missing if mention.start not in taken]
    return sorted([*mentions, *missing], key=lambda mention: mention.start)


def _lend_units(text: str, mentions: list[Mention]) -> None:
    """In 3、5和7名 and in 98件（11，8，39）bare numbers are of the kind of their neighbour."""
    for index in range(len(mentions) - 2, -1, -1):
        mention, after = mentions[index], mentions[index + 1]
        if mention.bare and _lends(after) and text[mention.end : after.start] in _BETWEEN:
            _lend(mention, after)
    for before, mention in pairwise(mentions):
        if mention.bare and _lends(before) and text[before.end : mention.start] in _BETWEEN_OPEN:
            _lend(mention, before)


def _lends(mention: Mention) -> bool:
    return (
        mention.reason is None
        and not mention.bare
        and mention.unit_base is not None
        and mention.kind != "date"
    )


def _lend(mention: Mention, lender: Mention) -> None:
    factor = Decimal(1)
    if lender.base is not None and lender.value:
        factor = lender.base / lender.value
    mention.kind, mention.unit_base, mention.bare = lender.kind, lender.unit_base, False
    mention.base = mention.value * factor if mention.value is not None else None
