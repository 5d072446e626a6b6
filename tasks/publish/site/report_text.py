"""The text of a report as HTML: every paragraph with its marks, the raw lines beside it.

Written by hand and not by a template: there are hundreds of marks a report, and thousands of reports.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from tasks.publish.site.marks import Segment, Span, segments
from tasks.publish.site.rawlines import Cut, beside, clipped, raw_lines
from tasks.publish.site.values import Pieces, Row

MARK_BYTES = 450  # of a mark in the text and its card, about
CHUNK_BYTES = 400_000  # a paragraph that would be larger is drawn in several blocks


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph as drawn, or a stretch of a very long one, and the ids of the marks in it."""

    paragraph: int
    first: bool  # whether the paragraph begins here
    marks: tuple[str, ...]
    html: str


@dataclass(frozen=True, slots=True)
class Text:
    """What the text is drawn from."""

    paragraphs: Sequence[Row]
    furniture: Sequence[Row]  # edits that set something aside, in the order of the raw lines
    pieces: Pieces | None
    spans: Mapping[int, Sequence[Span]]  # by paragraph


def blocks(text: Text) -> Iterator[Block]:
    """The blocks of a report in reading order."""
    lines = (
        raw_lines([p["text"] for p in text.paragraphs], text.pieces, text.furniture) if text.pieces else {}
    )
    page, reached, waiting = None, 0, 0
    for row in text.paragraphs:
        own = text.pieces[row["paragraph"]] if text.pieces else ()
        begins = min((p.line for p in own), default=0) if text.pieces else row["raw_line_start"] or 0
        above, waiting = _between(text.furniture, waiting, reached, begins)
        reached = max(reached, begins)
        head = _above(above) + (_page(row["page"]) if row["page"] != page else "")
        page = row["page"]
        spans = text.spans.get(row["paragraph"], ())
        for number, chunk in enumerate(_chunks(segments(row["text"], spans))):
            start, end = chunk[0].start, chunk[-1].start + len(chunk[-1].text)
            held = list(dict.fromkeys(span for segment in chunk for span in segment.spans))
            raw = _beside(lines, clipped(own, start, end), held, start, end)
            html = (head if number == 0 else "") + _row(row, number == 0, chunk, raw)
            yield Block(row["paragraph"], number == 0, tuple(span.id for span in held), html)


def _between(furniture: Sequence[Row], waiting: int, reached: int, begins: int) -> tuple[list[Row], int]:
    """What was set aside between two raw lines, and how far the list is done with."""
    found: list[Row] = []
    while waiting < len(furniture) and furniture[waiting]["line_start"] < begins:
        if furniture[waiting]["line_start"] > reached:
            found.append(furniture[waiting])
        waiting += 1
    return found, waiting


def _chunks(cut: Iterable[Segment]) -> Iterator[list[Segment]]:
    """The segments of a paragraph, as many at a time as one block may hold."""
    chunk: list[Segment] = []
    size = 0
    for segment in cut:
        chunk.append(segment)
        size += 6 * len(segment.text) + MARK_BYTES * len(segment.first)
        if size > CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _beside(
    lines: Mapping[int, str], own: Sequence[object], spans: Iterable[Span], start: int, end: int
) -> list[tuple[int, list[Cut]]]:
    wanted = {s.id: (max(s.start, start), min(s.end, end)) for s in spans if s.css != "n"}
    return beside(lines, own, wanted) if own else []  # type: ignore[arg-type]


def _above(furniture: Iterable[Row]) -> str:
    return "".join(
        f'<div class="row aside"><div></div><div class="raw"><div class="ln" data-n="{e["line_start"]}">'
        f'<del title="{escape(e["evidence"])}">{escape(e["text"])}</del></div></div></div>\n'
        for e in furniture
    )


def _page(number: int) -> str:
    return (
        f'<div class="pageno"><span class="zh" lang="zh">第{number}页</span>'
        f'<span class="en" lang="en">page {number}</span></div>\n'
    )


def _row(row: Row, first: bool, chunk: Sequence[Segment], raw: Sequence[tuple[int, Sequence[Cut]]]) -> str:
    number = row["paragraph"]
    level = f" l{row['level']}" if row["level"] else ""
    anchor = (
        f'<a class="pn" href="#p={number}" aria-label="段 paragraph {number}">{number}</a>' if first else ""
    )
    beside = "".join(
        f'<div class="ln" data-n="{line}">{"".join(map(_cut, cuts))}</div>' for line, cuts in raw
    )
    marked = "".join(map(_segment, chunk))
    name = f' id="p={number}"' if first else ""
    return (
        f'<div class="row"{name}>\n'
        f'<div class="clean {row["kind"]}{level}" dir="auto" lang="zh">{anchor}{marked}</div>\n'
        f'<div class="raw" lang="zh">{beside}</div>\n</div>\n'
    )


def _segment(segment: Segment) -> str:
    text, main = escape(segment.text), segment.main
    if main is None:
        return text
    begin = "".join(f'<span id="{span.id}"></span>' for span in segment.first if span is not main)
    data = f'class="{segment.css}" data-s="{" ".join(span.id for span in segment.spans)}"'
    if main.css == "n":
        return f"{begin}<span {data}>{text}</span>"
    own = f' id="{main.id}"' if main in segment.first else ""
    return f'{begin}<a {data}{own} href="#{main.id}">{text}</a>'


def _cut(cut: Cut) -> str:
    text = escape(cut.text)
    if not cut.own:
        return f"<s>{text}</s>"
    if not cut.tags:
        return text
    moved = ' class="m"' if any(tag.startswith("m=") for tag in cut.tags) else ""
    return f'<i data-s="{" ".join(cut.tags)}"{moved}>{text}</i>'
