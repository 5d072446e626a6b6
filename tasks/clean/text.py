"""What is visible in a line, and how wide it prints.

Widths are in quarter units of a full-width character, so that they stay whole numbers: a Chinese
character or mark is 4, a digit or Latin letter 2, a space as wide as the document prints it.
"""

from __future__ import annotations

import re
from string import ascii_letters, digits
from typing import NamedTuple

FULL, HALF = 4, 2

# Marks that never stand at the start of a printed line, and marks that never end one.
CLOSING = "，。、；：！？）》”’〉】」』〕％…,;:!?)]}%"
OPENING = "（《“‘〈【「『〔([{"
STOPS = "。！？!?"

# Characters that print nothing: formatting marks and control codes. White space is told apart because
# setting it aside needs no record.
INVISIBLE = (
    "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffb"
    r"\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
)
_PRINTS = re.compile(rf"[^{INVISIBLE}\r\n\v\f\x1c-\x1f\x85\u2028\u2029]+")
_UNSEEN = re.compile(rf"[\s{INVISIBLE}]+")
_SPACE = re.compile(r"\s")
_CONTROL = re.compile(rf"[{INVISIBLE}]+")
_SEEN = re.compile(rf"[^\s{INVISIBLE}]+")
# White space that parts two words or two numbers: without it they would read as one.
_GAP = re.compile(r"[ \t\u00a0\u3000]+")
_LATIN = frozenset(ascii_letters + digits + "(")
_LATIN_END = frozenset(ascii_letters + digits + ",.;:%)")


class Run(NamedTuple):
    """A stretch of visible characters of a raw line: `text` stands at `column`."""

    column: int
    text: str


def controls(text: str) -> list[tuple[int, str]]:
    """Runs of invisible characters that are not white space, with their columns."""
    return [(m.start(), m.group()) for m in _CONTROL.finditer(text)]


def bare(text: str) -> str:
    """The text without white space and invisible characters."""
    return _UNSEEN.sub("", text)


def printed(text: str) -> str:
    """The text as wide as it prints: without invisible characters, with spaces for other white space."""
    return _SPACE.sub(" ", _CONTROL.sub("", text))


def runs(text: str, start: int = 0, end: int | None = None) -> list[Run]:
    """The visible runs between two columns; a space between two Latin words or numbers is a run too."""
    return [Run(column, run) for column, run in stretches(text, start, end)]


def stretches(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, str]]:
    """The runs as bare pairs of column and text."""
    piece = text[start:end]
    if " " not in piece and piece.isprintable():
        return [(start, piece)] if piece else []
    found: list[tuple[int, str]] = []
    at = 0  # where the run before ended
    for run in _SEEN.finditer(piece):
        begin = run.start()
        latin = found and piece[begin] in _LATIN and piece[at - 1] in _LATIN_END
        if latin and _GAP.fullmatch(piece, at, begin):
            found.append((start + at, piece[at]))
        found.append((start + begin, run.group()))
        at = run.end()
    return found


def joined(text: str) -> str:
    """The visible runs of a text, one after the other."""
    return "".join([run for _, run in stretches(text)])


def cells(text: str, start: int, end: int) -> list[tuple[int, str]]:
    """The runs of a row of cells: the white space that parts the cells is what makes it a row, and stays."""
    return [(m.start(), m.group()) for m in _PRINTS.finditer(text, start, end)]


def width(text: str, space: int) -> int:
    """Printed width in quarter units of text whose spaces are `space` wide."""
    narrow = len(text.encode("ascii", "ignore"))
    return FULL * len(text) - HALF * narrow + (space - HALF) * text.count(" ")
