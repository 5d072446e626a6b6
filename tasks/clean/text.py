"""What is visible in a line, and how wide it prints.

Widths are in quarter units of a full-width character, so that they stay whole numbers: a Chinese
character or mark is 4, a digit or Latin letter 2, a space as wide as the document prints it.
"""

from __future__ import annotations

import re
from string import ascii_letters, digits

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


def controls(text: str) -> list[tuple[int, str]]:
    """Runs of invisible characters that are not white space, with their columns."""
    return [(m.start(), m.group()) for m in _CONTROL.finditer(text)]


def bare(text: str) -> str:
    """The text without white space and invisible characters."""
    return _UNSEEN.sub("", text)


def printed(text: str) -> str:
    """The text as wide as it prints: without invisible characters, with spaces for other white space."""
    return _SPACE.sub(" ", _CONTROL.sub("", text))


def stretches(text: str, column: int = 0) -> list[tuple[int, str]]:
    """The visible runs of a text that begins at `column`, each with its own column.

    A space between two Latin words or numbers is a run too.
    """
    if not text.isprintable():
        return _stretches(text, column)
    if " " not in text:
        return [(column, text)] if text else []
    found: list[tuple[int, str]] = []
    for run in text.split(" "):  # what prints has no other white space
        if run:
            if found and run[0] in _LATIN and found[-1][1][-1] in _LATIN_END:
                found.append((found[-1][0] + len(found[-1][1]), " "))
            found.append((column, run))
        column += len(run) + 1
    return found


def _stretches(text: str, column: int) -> list[tuple[int, str]]:
    """The same of any text, whatever white space and unprinted characters are in it."""
    found: list[tuple[int, str]] = []
    at = 0  # where the run before ended
    for run in _SEEN.finditer(text):
        begin = run.start()
        latin = found and text[begin] in _LATIN and text[at - 1] in _LATIN_END
        if latin and _GAP.fullmatch(text, at, begin):
            found.append((column + at, text[at]))
        found.append((column + begin, run.group()))
        at = run.end()
    return found


def joined(text: str) -> str:
    """The visible runs of a text, one after the other."""
    return "".join([run for _, run in stretches(text)])


def cells(text: str, column: int) -> list[tuple[int, str]]:
    """The runs of a row of cells: the white space that parts the cells is what makes it a row, and stays."""
    return [(column + m.start(), m.group()) for m in _PRINTS.finditer(text)]


def width(text: str, space: int) -> int:
    """Printed width in quarter units of text whose spaces are `space` wide."""
    full = FULL * len(text) - HALF * len(text.encode("ascii", "ignore"))
    return full + (space - HALF) * text.count(" ") if " " in text else full
