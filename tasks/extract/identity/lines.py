"""The lines of the title among those of a head, without the furniture of pages and web sites."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tasks.extract.identity.divisions import name_at
from tasks.extract.identity.gazetteer import Gazetteer, Genre

LONGEST = 90  # characters of a title
TOP = 30  # lines among which the title is
LINES_UP = 3  # lines of a title above the one that names its genre
INVISIBLE = re.compile("[\u200b\ufeff]")
MARKER = re.compile(
    r"^(?:第?[一二三四五六七八九十]+(?:部分|[章节条]|[、.．])|（[一二三四五六七八九十\d]+）|\d+[.．、]"
    r"|目录$|附[件表录]?[\d一二三四五六七八九十]*[:：]?$)"
)
BEGUN = re.compile(r"目录|一、|第一部分")  # the contents or the text begin
CONTENTS = re.compile(r"…|\.{3,}|·{3,}|(?<!\d)\d{1,3}$")
HANDED_IN = re.compile(r"(?:报告|报告书|表|决算|预算|说明|公开|总结|情况|草案)(?:（.*）)?$")
OTHER_LINE = re.compile(r"^[-—–]|号$|月\d{1,2}日|月$|会议|大会")  # numbers, dates and meetings beside a title
CELLS = re.compile(r"[^|]\|+[^|]")  # a row of a table
# No sentence, no head of a table (预算数), no name of a table in a list (《收入决算表》).
ENDED = re.compile(r"[。；;！!？?：:，,]$|[预决]算数\|*$|（[万亿]?元）\|*$|^《.*》$")
NOTICE = re.compile(r"(通知|的函|意见|办法|规定|细则)$|^关于(印发|开展|做好|组织|报送)")
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:[-—~～至]+((?:19|20)\d\d))?年?(?:度)?(?!\d)")
ONE_KIND = str.maketrans("()[]【】〔〕０１２３４５６７８９", "（）（）（）（）0123456789")
NOT_PLAIN = re.compile("[\\s()\\[\\]【】〔〕０-９\u200b\ufeff]")


def plain(text: str) -> str:
    """Text without white space, with digits and brackets of one kind; most is so already."""
    if not NOT_PLAIN.search(text):
        return text
    text = "".join(text.split())
    if not text.isprintable():
        text = INVISIBLE.sub("", text)
    return text.translate(ONE_KIND) if NOT_PLAIN.search(text) else text  # translating takes far longer


def find_title(lines: Sequence[str], gazetteer: Gazetteer) -> range:
    """The lines (already `plain`) that make the title; an empty range where none names a genre.

    A running head or a line of a web site may come before it: of several, the one that says most wins,
    and one before the contents or the first heading goes before all others (annexes have titles too).
    """
    core = gazetteer.genre.core
    found = [
        i for i, line in enumerate(lines[:TOP]) if core.search(line) and _may_be_title(line, gazetteer.genre)
    ]
    begun = next((i for i, line in enumerate(lines[:TOP]) if BEGUN.match(line)), TOP)
    ranges = [_around(lines, i, gazetteer) for i in ([i for i in found if i < begun] or found)]
    return max(ranges, key=lambda r: _signs("".join(lines[r.start : r.stop]), gazetteer), default=range(0))


def _around(lines: Sequence[str], i: int, gazetteer: Gazetteer) -> range:
    """The line that names the genre with those above and below it that belong to one title."""
    first, last = i, i + 1
    while first > 0 and i - first < LINES_UP and _leads(lines[first - 1], gazetteer):
        first -= 1
    while last < len(lines) and last - i < LINES_UP and _trails(lines[last], gazetteer.genre):
        last += 1
    return range(first, last)


def _signs(title: str, gazetteer: Gazetteer) -> int:
    """How much of a title it has: a year, a word for what is handed in, a body. The first of equals wins."""
    named = gazetteer.departments.strong.search(title)
    return bool(YEAR.search(title)) + 2 * bool(HANDED_IN.search(title)) + 2 * bool(named)


def _may_be_title(line: str, genre: Genre) -> bool:
    return len(line) <= LONGEST and not (
        MARKER.match(line)
        or CONTENTS.search(line)
        or ENDED.search(line)
        or NOTICE.search(line)
        or CELLS.search(line)
        or genre.page.search(line)
    )


def _leads(line: str, gazetteer: Gazetteer) -> bool:
    """Whether a line can be the beginning of the title below it: a year, a place, a body, a placeholder."""
    if (
        len(line) > 40
        or not _may_be_title(line, gazetteer.genre)
        or OTHER_LINE.search(line)
        or gazetteer.genre.core.search(line)
    ):
        return False
    known, line = gazetteer.departments, YEAR.sub("", line).strip("（）")
    return bool(
        not line  # nothing but the year
        or name_at(gazetteer.divisions, line, 0)
        or known.prefixes.match(line)
        or known.weak.search(line)
        or known.placeholders.search(line)
    )


def _trails(line: str, genre: Genre) -> bool:
    """Whether a line holds nothing but the rest of a title: 情况说明, （本级）."""
    return len(line) <= 20 and bool(genre.run.fullmatch(line.strip("（）")))
