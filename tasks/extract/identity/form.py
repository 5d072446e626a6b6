"""Blank forms: placeholders where names and figures would stand."""

from __future__ import annotations

import re

from tasks.extract.identity.gazetteer import Gazetteer

ENOUGH = 3  # placeholders that make a form
SHORT = 200  # characters under which a text is too short to miss its figures
MARKS = "X×_○〇*＿Ｘ※x＊"
DOUBLED = re.compile(rf"([{MARKS}])\1")  # searched for before the slower patterns are tried
# Bounded on both sides, so that a line of nothing but digits takes no longer than any other.
FIGURE = re.compile(r"\d(?<![\d,.].)[\d,.]{0,20}(?=[万亿]?元|%|％|人|个|辆|次|家|名|项|户|分(?!别|管|类))")


def is_blank_form(text: str, is_report: bool, named: bool, gazetteer: Gazetteer) -> bool:
    """More placeholders than figures, or a report of some length with neither a name nor a figure."""
    if not DOUBLED.search(text):
        return is_report and not named and len(text) >= SHORT and FIGURE.search(text) is None
    blanks = len(gazetteer.genre.blanks.findall(text)) + len(gazetteer.departments.placeholders.findall(text))
    return blanks >= ENOUGH and blanks > len(FIGURE.findall(text))
