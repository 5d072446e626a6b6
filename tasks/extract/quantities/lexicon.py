"""The vocabulary by which numerals are read: units and words of `data/reference`, for quick look-up."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files
from typing import Any, cast

from tasks.extract.quantities.amounts import TAIL_STARTS, Amounts, amounts
from tasks.extract.quantities.clauses import Leading, leading
from tasks.extract.quantities.numerals import CHINESE
from tasks.extract.quantities.vocabulary import Cue, Unit, Word
from tasks.extract.trie import expression
from tasks.model import Bound, QuantityKind

AFTER_DATE = ("end", "start", "since", "eve")
"""The roles of the words that may follow a date, in the order in which they do."""
_NUMERALS = frozenset(CHINESE + "0123456789")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Units by their first character, words by two at their numeral, cues by the one at the number."""

    units: Mapping[str, tuple[Unit, ...]]
    counted: frozenset[str]  # characters that may follow a Chinese numeral of something
    amounts: Amounts
    words: Mapping[str, tuple[Word, ...]]
    before: Mapping[str, tuple[Cue, ...]]
    leading: Leading  # the same, as they are read before every number
    after: Mapping[str, tuple[Cue, ...]]
    cues: frozenset[str]  # every word of `before`
    degree: tuple[str, ...]
    beyond: tuple[str, ...]  # those words of degree that say it is more
    dates: Mapping[str, tuple[str, ...]]
    after_date: frozenset[str]  # first characters of those that stand after one
    times: re.Pattern[str]  # words that tell the time of figures without a date
    not_after_date: Mapping[str, str]
    stock: re.Pattern[str]
    festivals: Mapping[str, tuple[int, int]]
    money: tuple[str, ...]
    change: tuple[str, ...]
    change_heads: frozenset[str]  # their first characters
    noun_ends: re.Pattern[str]
    score: tuple[str, ...]
    identifier: tuple[str, ...]
    numbered: tuple[str, ...]
    hotlines: frozenset[str]
    hotline_before: tuple[str, ...]
    hotline_after: tuple[str, ...]
    counting_verbs: tuple[str, ...]
    phase_after: tuple[str, ...]


def word_after_date(text: str, end: int, role: str, lexicon: Lexicon) -> str:
    """The word of that role right after a date that ends at `end`; empty where there is none."""
    if text[end : end + 1] not in lexicon.after_date:
        return ""
    for word in lexicon.dates[role]:
        if text.startswith(word, end):
            following = text[end + len(word) : end + len(word) + 1]
            return "" if following and following in lexicon.not_after_date.get(word, "") else word
    return ""


def load_lexicon() -> Lexicon:
    """The lexicon of `data/reference`: the only place here that reads files."""
    folder = files("data.reference")
    units, words, divisions = (
        folder.joinpath(name).read_text("utf-8") for name in ("units.csv", "lexicon.yaml", "divisions.csv")
    )
    return read_lexicon(units, words, divisions)


def read_lexicon(units_csv: str, words_yaml: str, divisions_csv: str = "") -> Lexicon:
    """The lexicon from the text of units.csv, lexicon.yaml and divisions.csv (三台县 counts nothing)."""
    import yaml  # late: the command line imports this package for its help text too

    declared = yaml.load(words_yaml, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    hotline = declared["hotline"]
    units = tuple(_units(units_csv))
    return Lexicon(
        counted=TAIL_STARTS | {unit.zh[0] for unit in units if unit.chinese},
        amounts=amounts(units),
        units=_grouped(units, key=lambda unit: unit.zh[0], size=lambda unit: len(unit.zh)),
        words=_grouped(
            [*_words(declared["words"]), *_places(divisions_csv)],
            key=_bigram,
            size=lambda word: len(word.text),
        ),
        before=_grouped(
            _cues(declared["before"]), key=lambda cue: cue.text[-1], size=lambda cue: len(cue.text)
        ),
        leading=leading(_cues(declared["before"]), declared["openers"]),
        after=_grouped(_cues(declared["after"]), key=lambda cue: cue.text[0], size=lambda cue: len(cue.text)),
        cues=frozenset(word for words in declared["before"].values() for word in words),
        degree=tuple(word for words in declared["degree"].values() for word in words),
        beyond=tuple(declared["degree"]["gt"]),
        dates={name: _longest_first(words) for name, words in declared["dates"].items()},
        after_date=frozenset(word[0] for role in AFTER_DATE for word in declared["dates"][role]),
        times=re.compile("|".join(map(re.escape, (*declared["dates"]["whole_year"], "以来", "前夕")))),
        not_after_date=declared["not_after_date"],
        stock=re.compile(declared["stock"]),
        festivals={name: _month_day(day) for name, day in declared["festivals"].items()},
        money=tuple(declared["money"]),
        change=tuple(declared["change"]),
        change_heads=frozenset(word[0] for word in declared["change"]),
        noun_ends=re.compile(expression(dict.fromkeys(declared["noun_ends"], ""))),
        score=tuple(declared["score"]),
        numbered=tuple(declared["numbered"]),
        identifier=_longest_first(declared["identifier"]),
        hotlines=frozenset(hotline["numbers"]),
        hotline_before=tuple(hotline["before"]),
        hotline_after=tuple(hotline["after"]),
        counting_verbs=tuple(declared["counting_verbs"]),
        phase_after=tuple(declared["phase_after"]),
    )


def _units(text: str) -> Iterable[Unit]:
    for row in csv.DictReader(io.StringIO(text)):
        kind = cast(QuantityKind, row["kind"])
        chinese = row["chinese"] == "yes"
        yield Unit(row["zh"], kind, row["base"], Decimal(row["factor"]), chinese, row["not_before"])


def _words(declared: Mapping[str, Iterable[str]]) -> Iterable[Word]:
    for reason, words in declared.items():
        for text in words:
            offset = next(i for i, character in enumerate(text) if character in _NUMERALS)
            yield Word(text, offset, reason)


def _places(text: str) -> Iterable[Word]:
    names = {row["name"] for row in csv.DictReader(io.StringIO(text))}
    return _words({"place_name": sorted(name for name in names if not _NUMERALS.isdisjoint(name))})


def _bigram(word: Word) -> str:
    start = word.offset - 1 if word.offset else 0
    return word.text[start : start + 2]


def _cues(declared: Mapping[str, Iterable[str]]) -> Iterable[Cue]:
    for bound, words in declared.items():
        for text in words:
            known = cast(Bound, bound) if bound in ("ge", "gt", "le", "lt", "about") else None
            yield Cue(text, known, bound != "none")


def _grouped(items: Iterable[Any], key: Any, size: Any) -> dict[str, tuple[Any, ...]]:
    """Items by a short key, the longest of each group first, so that the first that fits is the best."""
    groups: dict[str, list[Any]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return {name: tuple(sorted(group, key=size, reverse=True)) for name, group in groups.items()}


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=len, reverse=True))


def _month_day(printed: str) -> tuple[int, int]:
    month, day = printed.split("-")
    return int(month), int(day)
