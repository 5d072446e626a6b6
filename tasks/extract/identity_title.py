"""The title: which lines it stands on, and what it says once genre, year and scope are taken out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tasks.extract.divisions import name_at
from tasks.extract.gazetteer import Gazetteer, Genre
from tasks.extract.identity_names import Named, name_of
from tasks.model import EntityScope, ReportType

LONGEST = 90  # characters of a title
TOP = 30  # lines among which the title is
LINES_UP = 3  # lines of a title above the one that names its genre
SPACE = re.compile(r"[\s\u200b\ufeff]+")
MARKER = re.compile(
    r"^(?:第?[一二三四五六七八九十]+(?:部分|[章节条]|[、.．])|（[一二三四五六七八九十\d]+）|\d+[.．、]"
    r"|目录$|附[件表录]?[\d一二三四五六七八九十]*[:：]?$)"
)
CONTENTS = re.compile(r"…|\.{3,}|·{3,}|(?<!\d)\d{1,3}$")
HANDED_IN = re.compile(r"(?:报告|报告书|表|决算|预算|说明|公开|总结|情况|草案)(?:（.*）)?$")
OTHER_LINE = re.compile(r"^[-—–]|号$|月\d{1,2}日|月$|会议|大会")  # numbers, dates and meetings beside a title
CELLS = re.compile(r"[^|]\|+[^|]")  # a row of a table
ENDED = re.compile(r"[。；;！!？?：:，,]$")
NOTICE = re.compile(r"(通知|的函|意见|办法|规定|细则)$|^关于(印发|开展|做好|组织|报送)")
ATTACHMENT = re.compile(r"^附[件表录][\d一二三四五六七八九十]*[:：]?")
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:[-—~～至]+((?:19|20)\d\d))?年?(?:度)?(?!\d)")
# A day of publishing, as file names and covers bear it, says nothing about the year reported on.
DAY = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?:[-_.年/]\d{1,2}(?:[-_.月/]\d{1,2}日?|月)|(?:0\d|1[0-2])[0-3]\d)(?!\d)"
)
ONE_KIND = str.maketrans("()[]【】〔〕０１２３４５６７８９", "（）（）（）（）0123456789")
OTHER_KINDS = re.compile(r"[()\[\]【】〔〕０-９]")
HAN_DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | dict.fromkeys("○零OＯ0", "0")
HAN_YEAR = re.compile(r"(?:二[〇○零OＯ0]|一九)[〇○零OＯ0一二三四五六七八九]{2}(?=年)")
ABOUT = "关于"  # 某局关于某局…的评价报告: who is reported on stands behind it
CUT = re.compile(r"[（）\s,，。;；:：、|_/\\“”\"《》—–-]+")


@dataclass(frozen=True, slots=True)
class TitleParts:
    """What a title (or a file name) says; years in the order they are printed."""

    text: str
    years: tuple[int, ...]
    report_type: ReportType | None
    scope: EntityScope | None
    names: tuple[Named, ...]
    government_accounts: bool


def plain(text: str) -> str:
    """Text without white space, with digits and brackets of one kind."""
    text = SPACE.sub("", text)
    return text.translate(ONE_KIND) if OTHER_KINDS.search(text) else text  # translating takes far longer


def find_title(lines: Sequence[str], gazetteer: Gazetteer) -> range:
    """The lines (already `plain`) that make the title; an empty range where none names a genre."""
    genre = gazetteer.genre
    found = [i for i, line in enumerate(lines[:TOP]) if genre.core.search(line) and _may_be_title(line)]
    i = max(found, key=lambda i: _title_signs(lines[i]), default=None)
    if i is None:
        return range(0)
    first, last = i, i + 1
    while first > 0 and i - first < LINES_UP and _leads(lines[first - 1], gazetteer):
        first -= 1
    while last < len(lines) and last - i < LINES_UP and _trails(lines[last], genre):
        last += 1
    return range(first, last)


def _title_signs(line: str) -> int:
    """How much of a title a line has: a year, and a word for what is handed in. The first of equals wins."""
    return bool(YEAR.search(line)) + 2 * bool(HANDED_IN.search(line))


def _may_be_title(line: str) -> bool:
    return len(line) <= LONGEST and not (
        MARKER.match(line)
        or CONTENTS.search(line)
        or ENDED.search(line)
        or NOTICE.search(line)
        or CELLS.search(line)
    )


def _leads(line: str, gazetteer: Gazetteer) -> bool:
    """Whether a line can be the beginning of the title below it: a year, a place, a body, a placeholder."""
    if (
        len(line) > 40
        or not _may_be_title(line)
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


def read_title(text: str, gazetteer: Gazetteer) -> TitleParts:
    """A title taken apart; `text` may be a file name without its ending."""
    genre = gazetteer.genre
    text = ATTACHMENT.sub("", plain(text).strip("|"))
    undated = DAY.sub("|", arabic_years(text))
    years = tuple(int(found[2] or found[1]) for found in YEAR.finditer(undated))
    unscoped = genre.scope_unit.sub("|", undated) if "（" in undated else undated
    left = genre.run.sub(lambda run: "|" if genre.core.search(run[0]) else run[0], YEAR.sub("|", unscoped))
    author, _, subject = left.rpartition(ABOUT)
    pieces = [*CUT.split(subject), *CUT.split(author)]
    names = tuple(n for piece in pieces if len(piece) > 1 and (n := name_of(piece, gazetteer)))
    return TitleParts(
        text=text,
        years=years,
        report_type=report_type(text, genre),
        scope=scope(text, genre),
        names=names,
        government_accounts=bool(genre.government_accounts.search(text)),
    )


def report_type(title: str, genre: Genre) -> ReportType | None:
    """The kind of report a title announces, by the first rule that holds."""
    for rule in genre.rules:
        if rule.any_of.search(title) and not (rule.none_of and rule.none_of.search(title)):
            return rule.type
    return None


def scope(text: str, genre: Genre) -> EntityScope | None:
    """（本级） and 单位 speak of one unit, （汇总） and 部门 of a department; the bracket decides."""
    if "（汇总）" in text:
        return "department"
    if genre.scope_unit.search(text):
        return "unit"
    return "department" if genre.scope_department.search(text) else None


def arabic_years(text: str) -> str:
    """二〇二一年 as 2021年; nothing else changes."""
    return HAN_YEAR.sub(lambda found: "".join(HAN_DIGITS[c] for c in found[0]), text)
