"""Plain amounts: digits with a unit right behind them, as most numbers are printed.

One expression finds the next numeral of a text and reads it in the same step where it begins a plain amount.
What has any mark beside it that may make more of it (a date, a range, a code, 多 or 半 within the unit) is
left to the readers of those forms; of an amount read here none of them would make anything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import product
from string import ascii_letters
from typing import NamedTuple

from tasks.extract.quantities.numerals import CHINESE, magnitude
from tasks.extract.quantities.vocabulary import Unit
from tasks.extract.trie import expression

OPENING_QUOTES = frozenset('“"‘「『')
TELLING_BEFORE = OPENING_QUOTES | frozenset("第〔[【（(-/_=+") | frozenset(ascii_letters)
DATE_MARKS = frozenset("年月日季-–—－~～至到./")
MARK_ENDS = frozenset("、.．)）")
TELLING_AFTER = DATE_MARKS | MARK_ENDS | frozenset("+＋×xX*✕:：∶号〕]】") | frozenset(ascii_letters)
SIGNS = frozenset("-−－")
MAGNITUDE = "[十百千]?[万亿]{1,2}|[百千](?![瓦伏米克卡分帕佳])"  # 3千瓦 is a unit of its own
TAIL_STARTS = frozenset("余多几来十百千万亿")  # what may stand between a number and its unit begins so
_USUAL = ("", "万", "亿", "百万", "千万", "万亿", "百", "千")
# The rest of a number after its first digit; without a point, shorter than a telephone number or a code.
_REST = (
    r"[0-9]{0,2}(?:,[0-9]{3}){1,3}+(?:\.[0-9]{1,4}+)?"
    r"|[0-9]{0,5}+(?:\.[0-9]{1,12}+)?"
    r"|[0-9]{6,11}+\.[0-9]{1,4}+"
)
# What follows the first number of a range.
TO = r"(?:（含）|\(含\))?(?:[-–—－~～]{1,2}|至|到)"


class Tail(NamedTuple):
    """A magnitude with a unit: 万元 is of the unit 元, and one of it is 10,000 of the base."""

    unit: Unit
    factor: Decimal


class Amounts(NamedTuple):
    """The next numeral and what its tail is worth.

    Groups: its first character; where that begins a plain number, the rest of this and the tail. The tail is
    empty where white space or the end of the text follows.
    """

    numeral: re.Pattern[str]
    tails: Mapping[str, Tail]


def amounts(units: Iterable[Unit]) -> Amounts:
    """What can be read so with these units."""
    plain = [unit for unit in units if unit.zh[0] not in TELLING_AFTER]
    ends = {unit.zh: f"(?![{re.escape(unit.not_before)}])" if unit.not_before else "" for unit in plain}
    before = re.escape("".join(sorted(TELLING_BEFORE | SIGNS)))
    tail = rf"(?!\S)|(?>(?:{MAGNITUDE})?)(?>{expression(ends)})(?![/／多半]|{TO}[0-9])"
    # The class of numerals stands first, for the search to pass over all else in one step.
    numeral = re.compile(rf"([0-9{CHINESE}])(?:(?<=[0-9])(?<![{before}][0-9])({_REST})({tail}))?")
    tails = {  # the bare units last: 千伏 is one, and not a thousand of 伏
        times + unit.zh: Tail(unit, magnitude(times) * unit.factor)
        for times, unit in product(reversed(_USUAL), plain)
    }
    return Amounts(numeral, tails)
