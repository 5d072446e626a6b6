"""What reading and cleaning were not sure of, for a person to look at."""

import re
from collections.abc import Iterable

from tasks.findings import Rule, Said, apart
from tasks.model import Document, Edit, Finding

_NOTED = re.compile(
    r"page (?P<pages>[\d, ]+(?:and \d+ more)?): (?P<en>.*?) \((?P<zh>[^()]*[一-鿿][^()]*)\)(?P<rest>.*)"
)
SHOWN = 20  # characters of the doubtful text that the message repeats


READING_DOUBTFUL = Rule(
    "reading_doubtful", "warning", False, Said("读取存疑", "Reading doubtful"), Said("{text}", "{text}")
)
READING_ORDER_DOUBTFUL = Rule(
    "reading_order_doubtful", "info", False, Said("语序存疑", "Reading order doubtful"),
    Said(
        "原文第{line}行{text}可能错位或不完整，请核对原件",
        "Raw line {line}{text} may be out of place or cut off: compare with the original",
    ),
)  # fmt: skip


def reading_warnings(document: Document) -> tuple[Finding, ...]:
    """A finding for everything that the reader of the file noticed and could not settle."""
    return tuple(READING_DOUBTFUL.finding((), (), text=_both(text)) for text in document.warnings)


def _both(text: str) -> Said:
    """What a reader notes, `page 3: in English (中文): an excerpt`, in each of the two languages."""
    match = _NOTED.fullmatch(text)
    if match is None:
        return apart(text)
    pages = match["pages"].replace(", ", "、").replace(" and ", "页及另").removesuffix(" more")
    zh = f"第{pages}页：{match['zh']}{match['rest'].replace(': ', '：', 1)}"
    return Said(zh, f"page {match['pages']}: {match['en']}{match['rest']}")


def doubts(edits: Iterable[Edit]) -> tuple[Finding, ...]:
    """A finding for every doubt that cleaning logged, with the line a person should look at."""
    return tuple(_finding(edit) for edit in edits if edit.kind == "doubt")


def _finding(edit: Edit) -> Finding:
    text = edit.text[:SHOWN]
    quoted = Said(f"“{text}”", f" “{text}”") if text else ""
    paragraphs = () if edit.paragraph is None else (edit.paragraph,)
    values = (text,) if text else ()
    return READING_ORDER_DOUBTFUL.finding(values, paragraphs, line=edit.line_start, text=quoted)
