"""What a report takes from its bureau's material, and the marks that outlines are numbered with."""

from __future__ import annotations

from dataclasses import dataclass

from ..bureaus.bureau import Bureau, Issue, Work
from ..prose import Block

ORDINALS = "一二三四五六七八九十"
NOTICE = Block("other", "（示例文本，数字均为虚构）")
PROBLEMS = "main_problems"
MEASURES = "improvement_measures"


@dataclass(frozen=True, slots=True)
class Pick:
    """Which works and issues of its bureau a report speaks of; no issues are reported as 无."""

    works: tuple[int, ...] = (0, 1, 2, 3, 4)
    issues: tuple[int, ...] = (0, 1)

    def works_of(self, bureau: Bureau) -> list[tuple[str, Work]]:
        """The works with their ordinals."""
        return [(ORDINALS[n], bureau.works[i]) for n, i in enumerate(self.works)]

    def issues_of(self, bureau: Bureau) -> list[tuple[str, Issue]]:
        """The issues with their ordinals."""
        return [(ORDINALS[n], bureau.issues[i]) for n, i in enumerate(self.issues)]


def heading(text: str) -> Block:
    """A heading on its own line."""
    return Block("heading", text)


def body(text: str, role: str | None = None) -> Block:
    """A paragraph of prose."""
    return Block("body", text, role)
