"""When a figure holds: from the date its sentence names, else from the heading or the fiscal year."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

from tasks.extract.quantities.lexicon import Lexicon, word_after_date
from tasks.extract.quantities.mention import Day, Mention
from tasks.model import PeriodBasis

Period = tuple[date | None, date | None, PeriodBasis | None]
NOWHEN: Period = (None, None, None)
_CLAUSE = 40  # characters after a date that may say what is counted up to it
_QUOTES = frozenset('“‘"「『')


@cache
def year_period(year: int | None) -> Period:
    """The whole fiscal year, said by nobody: what holds where the text names no time."""
    if year is None or not 1 <= year <= 9999:
        return NOWHEN
    return date(year, 1, 1), date(year, 12, 31), "implicit"


@dataclass(slots=True)
class Timeline:
    """The time that holds at a place of a paragraph, kept from mention to mention."""

    text: str
    lexicon: Lexicon
    fiscal_year: int | None
    implicit: Period
    told: list[int]  # where its words of time stand, beside its dates; the next one last
    stop: int = -1  # where its sentence ends
    current: Period | None = None
    year: int | None = None  # the year named last, for dates that print none
    end: int = 0  # of the mention before

    def period(self, mention: Mention) -> Period:
        """The period of the next mention; dates set what holds until their sentence ends."""
        start = mention.start
        if start > self.stop:
            self.current = None
            stop = self.text.find("。", start)
            self.stop = stop if stop >= 0 else len(self.text)
        if self.told and self.told[-1] < start:
            self._follow(start)
        period = self._dated(mention) if mention.kind == "date" else self.current or self.implicit
        self.end = mention.end
        return period

    def _follow(self, start: int) -> None:
        """Take in the words of time that stand before the mention at `start`."""
        place = -1
        while self.told and self.told[-1] < start:
            place = self.told.pop()
        if place >= self.end:
            self._words(self.text[self.end : start])

    def _words(self, gap: str) -> None:
        """What the words between two mentions say of the time of the second."""
        if "年" in gap and any(word in gap for word in self.lexicon.dates["whole_year"]):
            self._whole_year()
        if "以来" in gap:
            self._since(self.end + gap.rindex("以来"))
        if "前夕" in gap:
            self._eve(gap)

    def _whole_year(self) -> None:
        first, last, basis = year_period(self.fiscal_year)
        if basis is not None:
            self.current = (first, last, "explicit")

    def _since(self, place: int) -> None:
        """成立以来: from a day that is not printed, and so not the fiscal year; 今年以来 is that year."""
        if place == self.end:
            return  # right after a date, which knows
        first, last, _ = year_period(self.fiscal_year)
        known = self.text.endswith(self.lexicon.dates["this_year"], 0, place)
        self.current = (first, last, "explicit") if known else (None, last, "since")

    def _eve(self, gap: str) -> None:
        """“七一”前夕: the figures that follow are of the day before the festival."""
        named = gap[: gap.index("前夕")].rstrip('”"')
        day = next((day for name, day in self.lexicon.festivals.items() if named.endswith(name)), None)
        year = self.year or self.fiscal_year
        if day and year and 1 < year <= 9999:
            eve = date(year, *day) - timedelta(days=1)
            self.current = (eve, eve, "eve_of")

    def _dated(self, mention: Mention) -> Period:
        span = _span(mention, self.year or self.fiscal_year)
        if span is None:
            return NOWHEN
        basis = self._basis(mention, span[1])
        if basis == "as_of":
            period: Period = (span[1], span[1], basis)
        elif basis == "cumulative_to":
            period = (None, span[1], basis)
        elif basis == "since":
            last = date(span[0].year, 12, 31)
            period = (span[0], max(last, span[0]), basis)
        else:
            period = (span[0], span[1], basis)
        if self._sets_time(mention):
            self.current = period
            self.year = mention.first[0] if mention.first and mention.first[0] else self.year
        return period

    def _basis(self, mention: Mention, last: date) -> PeriodBasis:
        text, end, lexicon = self.text, mention.end, self.lexicon
        if text.endswith(lexicon.dates["as_of"], 0, mention.start):
            return self._up_to(end, last)
        if text[end : end + 1] not in lexicon.after_date:
            return self._printed(mention)
        if word_after_date(text, end, "end", lexicon):
            return "as_of"
        if word_after_date(text, end, "since", lexicon):
            # since the beginning of the fiscal year is that year
            return "explicit" if mention.first == (self.fiscal_year, None, None) else "since"
        if text.startswith("前夕", end):
            return "eve_of"
        return self._printed(mention)

    def _printed(self, mention: Mention) -> PeriodBasis:
        """What the date says by itself."""
        return "at" if mention.first and mention.first[2] and mention.last is None else "explicit"

    def _up_to(self, end: int, last: date) -> PeriodBasis:
        """What a year's last day closes and what is in stock is of the day; other sums run up to it."""
        stop = self.text.find("。", end, end + _CLAUSE)
        clause = self.text[end : stop if stop >= 0 else end + _CLAUSE]
        if "累计" in clause:
            return "cumulative_to"
        year_end = (last.month, last.day) == (12, 31)
        return "as_of" if year_end or self.lexicon.stock.search(clause) else "cumulative_to"

    def _sets_time(self, mention: Mention) -> bool:
        """A date inside a title, or one that is only compared with, dates no figure."""
        text, start = self.text, mention.start
        opened = text.rfind("《", max(0, start - 60), start)
        if opened >= 0 and text.find("》", opened, start) < 0:
            return False
        if text.endswith(self.lexicon.dates["against"], 0, start):
            return False
        if start and text[start - 1] in _QUOTES:
            return False  # “9.30”期间 names a day of remembrance
        return not (text.startswith(("相比", "同期"), mention.end) or self._is_deadline(mention))

    def _is_deadline(self, mention: Mention) -> bool:
        return word_after_date(self.text, mention.end, "eve", self.lexicon) in ("前", "之前")


def _span(mention: Mention, year: int | None) -> tuple[date, date] | None:
    if mention.first is None:
        return None
    first = _edges(mention.first, year)
    if first is None or mention.last is None:
        return first
    last = _edges(mention.last, mention.last[0] or mention.first[0] or year)
    return (first[0], last[1]) if last and last[1] >= first[0] else None


@lru_cache(maxsize=1024)  # the same days stand in report after report
def _edges(day: Day, year: int | None) -> tuple[date, date] | None:
    """The first and last day of a year, month or day; None where the calendar has no such day."""
    number, month, of_month = day[0] or year, day[1], day[2]
    if number is None or not 1 <= number <= 9999:
        return None
    if month is None:
        return date(number, 1, 1), date(number, 12, 31)
    if not 1 <= month <= 12:
        return None
    length = monthrange(number, month)[1]
    if of_month is None:
        return date(number, month, 1), date(number, month, length)
    return (date(number, month, of_month),) * 2 if 1 <= of_month <= length else None
