"""The words before a number in its clause: its degree and verbs, and the words that name what it measures.

They are read from the number back, and so as one expression over the paragraph written backwards; forwards,
a search would have to begin again at every character of the clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tasks.extract.quantities.vocabulary import Cue
from tasks.extract.trie import expression

_REACH = 26  # characters of the clause before a number that name what it measures
_MOST_CUES = 5
_BLANKS = "[ \t　]*+"  # between the cells of a row
_UP_TO_STOP = f"[^，。；、：！？【】《》,;:!?\\s|…]{{0,{_REACH}}}+"
_CLAUSE = re.compile(_UP_TO_STOP)
_JOINING = "和与及并了的”"
_OPENING = "”’』」"
_TRAILING = "的“‘『「"
_CUELESS: tuple[Cue, ...] = ()


@dataclass(frozen=True, slots=True)
class Leading:
    """The words that lead up to a number, as they are found in a text written backwards."""

    pattern: re.Pattern[str]  # groups: the cues, the clause before them
    cue: re.Pattern[str]
    cues: Mapping[str, Cue]  # by their text backwards
    openers: tuple[str, ...]  # words that open a clause and are no part of what it measures


def leading(cues: Iterable[Cue], openers: Sequence[str]) -> Leading:
    """What leads up to numbers with these words."""
    backwards = {cue.text[::-1]: cue for cue in cues}
    cue = expression(dict.fromkeys(backwards, ""))
    pattern = re.compile(f"{_BLANKS}((?:{cue}){{0,{_MOST_CUES}}}+)({_UP_TO_STOP})")
    return Leading(pattern, re.compile(cue), backwards, tuple(openers))


def words_before(backwards: str, start: int, edge: int, leading: Leading) -> tuple[Sequence[Cue], str | None]:
    """The cues right before a number, nearest first, and the clause before them.

    `backwards` is the paragraph backwards; in it the number ends at `start`, and no word reaches over `edge`.
    """
    found = leading.pattern.match(backwards, start, edge)
    assert found is not None  # all of it may be empty
    printed, clause = found.groups()
    if not printed:
        return _CUELESS, _named(clause, found.end() == edge, leading)
    cues = [leading.cues[word] for word in leading.cue.findall(printed)]
    named = _named(clause, found.end() == edge, leading)
    if named is None and not cues[-1].kept:  # 实有: the verb is all there is
        found = _CLAUSE.match(backwards, found.end(1) - len(cues[-1].text), edge)
        assert found is not None
        named = _named(found[0], found.end() == edge, leading)
    return cues, named


def _named(backwards: str, joined: bool, leading: Leading) -> str | None:
    """What a clause names: forwards, without brackets, joints and openers, of two characters at least.

    `joined`: it begins right after the number before.
    """
    clause = backwards[::-1]
    joined = joined or len(clause) == _REACH  # or is cut off
    if "）" in clause or "（" in clause:
        inner = _unbracketed(clause)
        joined, clause = joined and inner == clause, inner
    if joined:
        clause = clause.lstrip(_JOINING)
    clause = clause.lstrip(_OPENING).rstrip(_TRAILING)
    while clause.startswith(leading.openers):
        clause = clause[next(len(word) for word in leading.openers if clause.startswith(word)) :]
    return clause if len(clause) > 1 else None


def _unbracketed(clause: str) -> str:
    """What stands within the bracket still open, or after one closed; 费（境外） stays whole."""
    opened, closed = clause.rfind("（"), clause.find("）")
    if opened >= 0 and clause.find("）", opened) < 0:
        return clause[opened + 1 :]
    return clause[closed + 1 :] if closed >= 0 and clause.find("（", 0, closed) < 0 else clause
