"""Blank forms: placeholders where names and figures would stand."""

from __future__ import annotations

import re

from tasks.extract.gazetteer import Gazetteer

ENOUGH = 3  # placeholders that make a form
SHORT = 200  # characters under which a text is too short to miss its figures
MARKS = "X×_○〇*＿Ｘ※x＊"  # searched for twice over before the slower pattern is tried
FIGURE = re.compile(
    r"(?:\d{1,3}(?:,\d{3})+|\d+\.\d+|[1-9]\d*)(?:\.\d+)?(?=[万亿]?元|%|％|人|个|辆|次|家|名|项|户|分(?!别|管|类))"
)


def is_blank_form(text: str, named: bool, gazetteer: Gazetteer) -> bool:
    """More placeholders than figures, or a form of some length with neither a name nor a figure."""
    if not any(mark * 2 in text for mark in MARKS):
        return not named and len(text) >= SHORT and FIGURE.search(text) is None
    blanks = len(gazetteer.genre.blanks.findall(text)) + len(gazetteer.departments.placeholders.findall(text))
    return blanks >= ENOUGH and blanks > len(FIGURE.findall(text))
