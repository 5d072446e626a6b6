"""Documents and rows for tests of cleaning."""

from __future__ import annotations

import re

from tasks.clean.rows import Row, row
from tasks.model import Cleaned, Document, Line


def document(text: str) -> Document:
    parts = re.split("\r\n|\r|\n", text)
    return Document("text/plain", "utf-8", tuple(Line(n, part) for n, part in enumerate(parts, 1)))


def texts(cleaned: Cleaned) -> list[str]:
    return [p.text for p in cleaned.paragraphs]


def rows(*lines: str, gap: int = 0, page: int = 1) -> list[Row]:
    return [one(text, number, gap=gap, page=page) for number, text in enumerate(lines, 1)]


def one(text: str, number: int = 1, gap: int = 0, page: int = 1) -> Row:
    start = len(text) - len(text.lstrip())
    return row(number, text, start, len(text.rstrip()), gap, page, 0)
