"""What reading and cleaning were not sure of, for a person to look at."""

from collections.abc import Iterable

from tasks.model import Document, Edit, Finding

SHOWN = 20  # characters of the doubtful text that the message repeats


def reading_warnings(document: Document) -> tuple[Finding, ...]:
    """A finding for everything that the reader of the file noticed and could not settle."""
    return tuple(Finding("reading_doubtful", "warning", False, text, (), ()) for text in document.warnings)


def doubts(edits: Iterable[Edit]) -> tuple[Finding, ...]:
    """A finding for every doubt that cleaning logged, with the line a person should look at."""
    return tuple(_finding(edit) for edit in edits if edit.kind == "doubt")


def _finding(edit: Edit) -> Finding:
    text = edit.text[:SHOWN]
    quoted = f"“{text}”" if text else ""
    message = (
        f"原文第{edit.line_start}行{quoted}可能错位或不完整，请核对原件"
        f"（raw line {edit.line_start} may be out of place or cut off: compare with the original）"
    )
    paragraphs = () if edit.paragraph is None else (edit.paragraph,)
    return Finding("reading_order_doubtful", "info", False, message, (text,) if text else (), paragraphs)
