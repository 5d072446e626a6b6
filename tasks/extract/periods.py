"""When a figure holds: from the date its sentence names, else from the heading or the fiscal year."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from tasks.extract.quantities_lexicon import Lexicon
from tasks.extract.quantities_mention import Day, Mention
from tasks.model import PeriodBasis

Period = tuple[date | None, date | None, PeriodBasis | None]
NOWHEN: Period = (None, None, None)


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
    current: Period | None = None
    year: int | None = None  # the year named last, for dates that print none
    end: int = 0  # of the mention before

    def period(self, mention: Mention) -> Period:
        """The period of the next mention; dates set what holds until their sentence ends."""
        text, start = self.text, mention.start
        if self.current is not None and text.find("。", self.end, start) >= 0:
            self.current = None
        self._whole_year(start)
        self._eve(start)
        period = self._dated(mention) if mention.kind == "date" else self.current or self.implicit
        self.end = mention.end
        return period

    def _whole_year(self, start: int) -> None:
        if self.fiscal_year is None or self.text.find("年", self.end, start) < 0:
            return
        if any(self.text.find(word, self.end, start) >= 0 for word in self.lexicon.dates["whole_year"]):
            first, last, _ = year_period(self.fiscal_year)
            self.current = (first, last, "explicit")

    def _eve(self, start: int) -> None:
        """“七一”前夕: the figures that follow are of the day before the festival."""
        place = self.text.find("前夕", self.end, start)
        if place < 0:
            return
        named = self.text[max(self.end, place - 8) : place].strip('“”"')
        day = next((day for name, day in self.lexicon.festivals.items() if named.endswith(name)), None)
        year = self.year or self.fiscal_year
        if day and year and 1 < year <= 9999:
            eve = date(year, *day) - timedelta(days=1)
            self.current = (eve, eve, "eve_of")

    def _dated(self, mention: Mention) -> Period:
        span = _span(mention, self.year or self.fiscal_year)
        if span is None:
            return NOWHEN
        basis = self._basis(mention)
        if basis in ("as_of", "cumulative_to"):
            period: Period = (span[1], span[1], basis)
        elif basis == "since":
            last = date(span[0].year, 12, 31)
            period = (span[0], max(last, span[0]), basis)
        else:
            period = (span[0], span[1], basis)
        if self._sets_time(mention):
            self.current = period
            self.year = mention.first[0] if mention.first and mention.first[0] else self.year
        return period

    def _basis(self, mention: Mention) -> PeriodBasis:
        text, words = self.text, self.lexicon.dates
        if text.endswith(words["as_of"], 0, mention.start):
            clause = text[mention.end : mention.end + 24]
            return "cumulative_to" if "累计" in clause else "as_of"
        if text.startswith(words["end"], mention.end):
            return "as_of"
        if text.startswith(words["since"], mention.end):
            return "since"
        if text.startswith("前夕", mention.end):
            return "eve_of"
        return "at" if mention.first and mention.first[2] and mention.last is None else "explicit"

    def _sets_time(self, mention: Mention) -> bool:
        """A date inside a title, or one that is only compared with, dates no figure."""
        text, start = self.text, mention.start
        opened = text.rfind("《", max(0, start - 60), start)
        if opened >= 0 and text.find("》", opened, start) < 0:
            return False
        if text.endswith(self.lexicon.dates["against"], 0, start):
            return False
        return not text.startswith(("相比", "同期", "前", "之前"), mention.end)


def _span(mention: Mention, year: int | None) -> tuple[date, date] | None:
    if mention.first is None:
        return None
    first = _edges(mention.first, year)
    if first is None or mention.last is None:
        return first
    last = _edges(mention.last, mention.last[0] or mention.first[0] or year)
    return (first[0], last[1]) if last and last[1] >= first[0] else None


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
