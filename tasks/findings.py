"""What findings say: each kind declared once, beside its check, with name and sentence in both languages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tasks.frozen import quick
from tasks.model import Finding, Severity


class Said(NamedTuple):
    """The same words in Chinese and in English."""

    zh: str
    en: str


Word = str | int | Said  # what fills a place of a sentence: figures and names as printed, or our own words
_new = quick(Finding)


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of finding: `{words}` in its sentences are filled in for each."""

    id: str
    severity: Severity
    holds: bool
    name: Said
    sentence: Said

    def finding(self, values: Sequence[str], paragraphs: Sequence[int], **words: Word) -> Finding:
        """A finding of this kind on these printed values and paragraphs."""
        zh, en = self.sentence
        return _new(
            self.id,
            self.severity,
            self.holds,
            zh.format(**{k: w.zh if type(w) is Said else w for k, w in words.items()}),
            tuple(values),
            tuple(paragraphs),
            en.format(**{k: w.en if type(w) is Said else w for k, w in words.items()}),
            self.name.zh,
        )

    def row(
        self, report_id: str, values: Sequence[str], paragraphs: Sequence[int], **words: Word
    ) -> dict[str, object]:
        """The same as a row of `findings`, for what only a whole release tells."""
        found = self.finding(values, paragraphs, **words)
        return {
            "report_id": report_id, "rule": found.rule, "severity": found.severity, "holds": found.holds,
            "message": found.message, "values": list(found.values), "paragraphs": list(found.paragraphs),
            "message_en": found.message_en, "rule_zh": found.rule_zh,
        }  # fmt: skip


_CHINESE = re.compile(r"[(（]([^()（）]*[一-鿿][^()（）]*)[)）]")


def apart(text: str) -> Said:
    """A reason that is told in English with the Chinese in brackets behind it, in each of the two."""
    chinese = _CHINESE.findall(text)
    if not chinese:
        return Said(text, text)
    return Said("；".join(chinese), re.sub(r"\s+([;,.]|$)", r"\1", _CHINESE.sub("", text)).strip())
