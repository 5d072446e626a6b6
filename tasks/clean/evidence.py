"""Evidence: why one row should, or should not, follow another, each reason one small function.

A weight is a log likelihood ratio in natural units: how much more often the sign is seen where the rows
do belong together that way than anywhere at all. Positive speaks for, negative against; 0 is silence.
Reasons for a join ask whether row `b` goes on with the paragraph of row `a`; reasons for a break ask
whether `a` ended a paragraph and `b` begins one. `first` says that `a` is itself a first line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tasks.clean import text as t
from tasks.clean.layout import HANG, Layout
from tasks.clean.markers import STANDING, Marker
from tasks.clean.rows import Row

_CHAR = t.FULL
SELDOM = -1.2  # fewer lines end a paragraph than are broken by the margin
ONE_LINE = -6.0  # a paragraph does not begin in the middle of a raw line
_LISTING = frozenset("：:；;")
_PAUSES = frozenset("，、,（《“‘〈【「(")
_STOPS = frozenset("。！？!?")
_NEVER_FIRST = frozenset("，。、；：！？）》”’〉】」』〕％,;:!?)]}%")
_ENDED = frozenset("。！？，、；：")
ODD_STARTS = _ENDED
_QUOTES = frozenset("”’）)》」』")
_MARKER_WEIGHT = {
    "section": 4.0,
    "part": 4.0,
    "item": 3.5,
    "point": 3.0,
    "chapter": 3.0,
    "ring": 3.0,
    "first": 1.0,
}
# Words that lean on what stands before them: no paragraph begins with one.
_BOUND = frozenset("的了着和与及或们之等")
# Whom a report addresses, what is past and what it comes to now: in 80 work reports such words began a
# paragraph more than ten times as often as another sentence.
_OPENS = re.compile(
    "各位(?:代表|委员)|现在[，,]|(?:刚刚)?过去的?[一五几]|刚刚过去|回顾过去"
    "|为?实现(?:上述|以上)(?:目标|任务)|今年是|一年来[，,]|[这过]?去?五年来?[，,]"
)
# A line that is an office and a name, or a date, and nothing else: a signature.
_SIGNATURE = re.compile(
    r"[\u4e00-\u9fff]{2,20}(?:长|主任|书记)\s*[\u4e00-\u9fff]\s?[\u4e00-\u9fff]{1,4}|\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日"
)
_SIGNED = 24  # characters of a signature, at most
_PECULIAR = _NEVER_FIRST | _BOUND | frozenset("各现过刚回为实今一这五")
_UNITS = frozenset("元万亿个人名次件份户家年月日时分岁项场期％%倍吨里亩")


def join_margin(spare: int, lead: int) -> float:
    """A line the margin broke has no room left for what follows.

    `spare` is the room left after the beginning of the next line, `lead` wide, would have been set.
    """
    if spare < 0:
        return 3.3 if spare + lead >= -2 * HANG - 2 else 0.0
    return max(-7.0, -0.6 - 1.2 * spare / _CHAR)


def ending(text: str) -> str:
    """The last character that says how a text ends; closing quotes after a stop are passed over."""
    last = text[-1]
    return text[-2] if last in _QUOTES and len(text) > 1 and text[-2] in _STOPS else last


def join_ending(a: Row) -> float:
    """A line broken anywhere seldom ends with a full stop, often with a comma or in mid-word."""
    last = ending(a.text)
    return -1.5 if last in _STOPS else -0.5 if last in _LISTING else 0.3


def break_ending(a: Row, layout: Layout, first: bool) -> float:
    """A paragraph ends with a stop, a heading without; neither ends with a comma."""
    last = ending(a.text)
    if last in _STOPS:
        return 1.5
    if last in _LISTING:
        return 0.3
    if last in _PAUSES or (last == "." and a.text[-2:-1].isdigit()):
        return -6.0
    return unstopped(a, layout, first)


def unstopped(a: Row, layout: Layout, first: bool) -> float:
    """Only a heading, a title or a signature ends without punctuation: a short line of its own.

    What follows a full stop on the line is a sentence, and wants a stop as well.
    """
    if a.title == "ends":
        return 0.0
    if not first or "。" in a.text:
        return -3.5
    room = layout.wall - layout.indent - a.width
    if a.mark is not None and a.mark.style in STANDING:
        return 0.0 if a.mark.style not in layout.headings else 3.0 if room >= 2 * _CHAR else 1.0
    return -0.5 if room >= 3 * _CHAR else -2.5


def join_title(a: Row) -> float:
    """A title goes on until it has said what the document is, and then no further."""
    return 15.0 if a.title == "goes on" else -5.0 if a.title else 0.0


def break_title(a: Row) -> float:
    """A complete title stands alone, and so does a note in brackets below it."""
    return 5.0 if a.title == "ends" else 0.0


def join_start(b: Row) -> float:
    """A marker seldom comes to stand at a line start; closing punctuation belongs to the line before."""
    if b.text[0] in _NEVER_FIRST:
        return 2.0
    return -_MARKER_WEIGHT.get(b.mark.style, 0.5) if b.mark else 0.0


def break_start(b: Row) -> float:
    """A paragraph may begin with a marker, never with closing punctuation, hardly ever is one character."""
    return SELDOM + _start(b)


def _start(b: Row) -> float:
    if b.text[0] in _NEVER_FIRST:
        return -9.0
    if b.mark:
        return 1.5 if b.mark.style in STANDING else 0.7
    if b.text[0] in _BOUND:
        return -3.0
    if len(b.text) <= _SIGNED and _SIGNATURE.fullmatch(b.text):
        return 4.0
    if _OPENS.match(b.text):
        return 1.7  # enough for a break after a full line that ends in a stop, which its width leaves open
    return -6.0 if len(b.text) == 1 else -1.0 if len(b.text) <= 3 else 0.0


def is_plain(b: Row) -> bool:
    """Whether a row begins as most do, so that `join_start` is silent and `break_start` says `SELDOM`."""
    return b.mark is None and len(b.text) > _SIGNED and b.text[0] not in _PECULIAR


def break_heading(a: Row, b: Row) -> float:
    """A heading has something below it before the next of its kind."""
    same = a.mark is not None and b.mark is not None and a.mark.style == b.mark.style
    return -2.0 if same and ending(a.text) not in _STOPS and ending(a.text) not in _LISTING else 0.0


def break_room(b: Row, layout: Layout) -> float:
    """A line wider than a first line can be is not one; only closing punctuation may hang over."""
    over = b.width - (layout.wall - layout.indent) - t.HALF
    if over <= 0 or not layout.indent_sure:
        return 0.0
    marks = (b.text[-1] in _NEVER_FIRST) + (b.text[-1] in _NEVER_FIRST and b.text[-2:-1] in _NEVER_FIRST)
    return -6.0 if over > HANG * marks else 0.0


def join_stub(a: Row, b: Row) -> float:
    """A line of one or two characters after a full stop would be a sentence of its own: there is none."""
    return -3.0 if len(b.text) <= 2 and a.text[-1] in _STOPS and b.text[0] not in _NEVER_FIRST else 0.0


def join_stops(a: Row, b: Row) -> float:
    """Two stops do not follow each other."""
    return -10.0 if a.text[-1] in _ENDED and b.text[0] in _ENDED else 0.0


def join_number(a: Row, b: Row) -> float:
    """A number is seldom broken, and its unit follows it."""
    if not a.text[-1].isdigit():
        return 0.0
    return -0.5 if b.text[0].isdigit() else 1.0 if b.text[0] in _UNITS else 0.0


def join_gap(b: Row, layout: Layout) -> float:
    """Lines closer together than usual belong together; farther apart they do not."""
    if b.gap < 0 or b.gap == layout.gap:
        return 0.0
    return 9.0 if b.gap < layout.gap else -1.0


def break_gap(b: Row, layout: Layout) -> float:
    """More blank lines than usual part paragraphs."""
    if b.gap < 0 or b.gap == layout.gap:
        return 0.0
    return -3.0 if b.gap < layout.gap else 2.0


def join_indent(b: Row, layout: Layout) -> float:
    """Where paragraphs are indented, an indented line does not go on with one."""
    if not layout.indented:
        return 0.0
    return -5.0 if b.indent >= _CHAR else 1.0


def break_indent(b: Row, layout: Layout) -> float:
    """Where paragraphs are indented, an indented line begins one and the others do not."""
    if not layout.indented:
        return 0.0
    return 2.0 if b.indent >= _CHAR else -4.0 if b.gap >= 0 else -2.0


Levels = dict[str, int]  # the styles open at a place, outermost first, and the last ordinal of each


def ordinals(rows: Iterable[Row], above: Levels) -> float:
    """Ordinals of a style follow one another from one on, and begin anew below each heading above them.

    The rows are those that have one; `above` are the levels open where they begin.
    """
    levels = above.copy()
    return sum([descend(levels, row.mark) for row in rows if row.mark])


def descend(levels: Levels, mark: Marker) -> float:
    """What an ordinal is worth below those open above it; whatever was open below its level is closed."""
    style, ordinal, _ = mark
    worth = reliance(mark) * _step(levels.get(style), ordinal)
    while style in levels:
        levels.popitem()
    levels[style] = ordinal
    return worth


FOLLOWS = 2.4  # the most that an ordinal is worth
_RELIANCE = {"run": 0.45, "first": 0.3}  # 一是 and 第一 are words of sentences too


def reliance(mark: Marker) -> float:
    """How much an ordinal of a style counts."""
    return _RELIANCE.get(mark.style, 1.0)


def _step(before: int | None, ordinal: int) -> float:
    """How an ordinal follows another: no list is printed 2, 1, but many are printed without an end."""
    if before is None:
        return 0.8 if ordinal == 1 else -4.0
    if ordinal == before + 1:
        return FOLLOWS
    return -1.6 if ordinal > before else -2.4 if ordinal == 1 else -4.8
