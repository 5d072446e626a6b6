"""What a title says, once genre, year and scope are taken out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tasks.extract.identity.gazetteer import Gazetteer, Genre
from tasks.extract.identity.lines import YEAR, plain
from tasks.extract.identity.names import Named, name_of
from tasks.model import EntityScope, ReportType

ATTACHMENT = re.compile(r"^附[件表录][\d一二三四五六七八九十]*[:：]?")
# A day of publishing, as file names and covers bear it, says nothing about the year reported on.
DAY = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?:[-_.年/]\d{1,2}(?:[-_.月/]\d{1,2}日?|月)|(?:0\d|1[0-2])[0-3]\d)(?!\d)"
)
HAN_DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | dict.fromkeys("○零OＯ0", "0")
HAN_YEAR = re.compile(r"(?:二[〇○零OＯ0]|一九)[〇○零OＯ0一二三四五六七八九]{2}(?=年)")
ACCOUNTS = re.compile("决算")  # 2021年“三公”经费决算和2022年预算 is of 2021
ABOUT = "关于"  # 某局关于某局…的评价报告: who is reported on stands behind it
CUT = re.compile(r"[（）\s,，。;；:：、|_/\\“”\"《》—–-]+")


@dataclass(frozen=True, slots=True)
class TitleParts:
    """What a title (or a file name) says."""

    text: str
    years: tuple[int, ...]  # the one that the genre word goes with first
    report_type: ReportType | None
    scope: EntityScope | None
    names: tuple[Named, ...]
    government_accounts: bool


def read_title(text: str, gazetteer: Gazetteer) -> TitleParts:
    """A title taken apart; `text` may be a file name without its ending."""
    genre = gazetteer.genre
    text = ATTACHMENT.sub("", plain(text).strip("|"))
    undated = DAY.sub("|", arabic_years(text))
    kind = report_type(text, genre)
    years = _years(undated, ACCOUNTS if kind == "final_accounts" else genre.core)
    unscoped = genre.scope_unit.sub("|", undated) if "（" in undated else undated
    left = genre.run.sub(lambda run: "|" if genre.core.search(run[0]) else run[0], YEAR.sub("|", unscoped))
    author, _, subject = left.rpartition(ABOUT)
    pieces = [*CUT.split(subject), *CUT.split(author)]
    names = tuple(n for piece in pieces if len(piece) > 1 and (n := name_of(piece, gazetteer)))
    return TitleParts(
        text=text,
        years=years,
        report_type=kind,
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


def _years(text: str, core: re.Pattern[str]) -> tuple[int, ...]:
    """The years of a title, the nearest before a genre word first: 2024年公开的2023年度决算 is of 2023."""

    def away(found: re.Match[str]) -> int:
        word = core.search(text, found.end())
        return word.start() - found.end() if word else len(text)

    return tuple(int(found[2] or found[1]) for found in sorted(YEAR.finditer(text), key=away))


def arabic_years(text: str) -> str:
    """二〇二一年 as 2021年; nothing else changes."""
    return HAN_YEAR.sub(lambda found: "".join(HAN_DIGITS[c] for c in found[0]), text)
