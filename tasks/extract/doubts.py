"""Places that cleaning left as they stood although something speaks for a displacement."""

from collections.abc import Iterable

from tasks.model import Edit, Finding

SHOWN = 20  # characters of the doubtful text that the message repeats


def doubts(edits: Iterable[Edit]) -> tuple[Finding, ...]:
    """A finding for every doubt that cleaning logged, with the line a person should look at."""
    return tuple(_finding(edit) for edit in edits if edit.kind == "doubt")


def _finding(edit: Edit) -> Finding:
    text = edit.text[:SHOWN]
    message = (
        f"Raw line {edit.line_start} may stand in the wrong place: compare with the original "
        f"(原文第{edit.line_start}行“{text}”可能错位，请核对原件)"
    )
    paragraphs = () if edit.paragraph is None else (edit.paragraph,)
    return Finding("reading_order_doubtful", "info", False, message, (text,), paragraphs)
