"""The inverse of cleaning: clean paragraphs become the lines and pages of a text torn out of a PDF."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal, NamedTuple

from .prose import Kind

OPENING = frozenset("（“‘《〈【")
CLOSING = frozenset("，。；：、！？）”’》〉】%")
ENDS = ("。", "：", "；", "！", "？")
TOKEN = re.compile(r"[0-9A-Za-z][0-9A-Za-z.,%]*|.")
BEFORE_DIGIT = re.compile(r"(?<=[一-鿿])(?=[0-9A-Za-z])")
AFTER_DIGIT = re.compile(r"(?<=[0-9A-Za-z%])(?=[一-鿿])")

MARKED = re.compile(r"\s*([（(]?[一二三四五六七八九十0-9]+[）)、.]|[一二三四五六七八九十]是)")

Shape = Literal["behind", "swapped", "top", "glued"]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a report was printed and how it was torn out; widths in full-width characters."""

    width: int = 26
    page_lines: int = 24
    blank_lines: bool = False  # an empty line after every line
    indent: str = ""  # what is left of the first-line indent, always two wide in print
    spacing: Literal["none", "before", "both"] = "none"  # between Chinese and digits
    page_number: str = ""  # with {page} and {pages}
    glued_number: bool = False  # the page number sticks to the last line of its page
    page_break: str = ""  # stands before every page but the first
    header: str = ""  # runs at the top of every page
    displaced: tuple[Shape, ...] = ()  # one fragment of each shape, wherever the text allows it
    eol: str = "\n"
    encoding: str = "utf-8"
    seed: int = 0


class Printed(NamedTuple):
    """A printed line: which paragraph it belongs to, and whether it starts or ends it."""

    text: str
    paragraph: int
    kind: Kind
    first: bool
    last: bool


def render(paragraphs: Sequence[tuple[Kind, str]], layout: Layout) -> bytes:
    """The raw file of these paragraphs under a layout; the same arguments give the same bytes."""
    lines = [
        line for number, (kind, text) in enumerate(paragraphs) for line in _lines(number, kind, text, layout)
    ]
    pages = [lines[i : i + layout.page_lines] for i in range(0, len(lines), layout.page_lines)]
    rng = Random(layout.seed)
    for shape in layout.displaced:
        displace(pages, shape, rng)
    text = layout.page_break.join(
        _page(page, number, len(pages), layout) for number, page in enumerate(pages, 1)
    )
    mark = "\ufeff" if layout.encoding == "utf-16-le" else ""
    return (mark + text.replace("\n", layout.eol)).encode(layout.encoding)


def _page(lines: Sequence[Printed], number: int, pages: int, layout: Layout) -> str:
    texts = [line.text for line in lines]
    label = layout.page_number.format(page=number, pages=pages)
    if layout.header:
        texts.insert(0, layout.header)
    if label and layout.glued_number:
        texts[-1] += label
    elif label:
        texts.append(label)
    return "".join(text + ("\n\n" if layout.blank_lines else "\n") for text in texts)


def _lines(number: int, kind: Kind, text: str, layout: Layout) -> list[Printed]:
    texts = [text] if kind == "table" else _broken(kind, spaced(text, layout.spacing), layout)
    last = len(texts) - 1
    return [Printed(each, number, kind, i == 0, i == last) for i, each in enumerate(texts)]


def _broken(kind: Kind, text: str, layout: Layout) -> list[str]:
    if kind == "title":  # a title is set over two lines where its sense divides
        cut = max(text.rfind("部门整体"), text.rfind("单位整体"))
        return [text] if width(text) <= layout.width - 4 or cut <= 0 else [text[:cut].strip(), text[cut:]]
    indented = kind in ("heading", "body")
    lines = broken(text, layout.width, 2 if indented else 0)
    return [layout.indent + lines[0], *lines[1:]] if indented else lines


def spaced(text: str, spacing: str) -> str:
    """Text with the spaces that typesetters put between Chinese and digits."""
    if spacing == "none":
        return text
    text = BEFORE_DIGIT.sub(" ", text)
    return AFTER_DIGIT.sub(" ", text) if spacing == "both" else text


def width(text: str) -> float:
    """Printed width in full-width characters: digits and Latin half, the typesetter's space a quarter."""
    return sum(0.25 if c == " " else 0.5 if c.isascii() else 1 for c in text)


def broken(text: str, limit: int, indent: int) -> list[str]:
    """Lines no wider than the limit, but for one closing mark that may hang over the margin."""
    lines: list[str] = []
    line: list[str] = []
    used = float(indent)
    for token in TOKEN.findall(text):
        hangs = token in CLOSING and used + width(token) <= limit + 1
        if used + width(token) > limit and not hangs and line:
            carried = _carried(line, token)
            lines.append("".join(line).rstrip())
            line = [] if carried == [" "] else carried
            used = width("".join(line))
        if line or token != " ":
            line.append(token)
            used += width(token)
    return [*lines, "".join(line).rstrip()]


def _carried(line: list[str], token: str) -> list[str]:
    """What goes down with a token: no line ends with an opening mark or starts with a closing one."""
    carried: list[str] = []
    while len(line) > 1 and (line[-1] in OPENING or (carried or [token])[0] in CLOSING):
        carried.insert(0, line.pop())
    return carried


def displace(pages: list[list[Printed]], shape: Shape, rng: Random) -> None:
    """Put one fragment out of place: A B becomes B A, as extractors do; nothing where no place fits.

    `behind` leaves the last character of B behind A, `top` puts B at the top of its page,
    `swapped` exchanges neighbours, `glued` sticks a heading to the line before it.
    """
    places = [place for page in pages for place in _places(page, shape)]
    if not places:
        return
    page, start, middle, end = rng.choice(places)
    before, after = page[start:middle], page[middle:end]
    if shape == "glued":
        page[start:end] = [before[0]._replace(text=before[0].text + after[0].text.strip(), last=True)]
        return
    rest: list[Printed] = []
    if shape == "behind":
        final = after[-1]
        after[-1] = final._replace(text=final.text[:-1])
        rest = [final._replace(text=final.text[-1], first=False)]
    page[start:end] = [*after, *before, *rest]


Place = tuple[list[Printed], int, int, int]  # a page, and A = [start, middle), B = [middle, end) of its lines


def _places(page: list[Printed], shape: Shape) -> list[Place]:
    """Where on a page a fragment of this shape can arise, so that its text still tells where it belongs."""
    places = []
    for middle in range(1, len(page)):
        if shape == "glued":
            if page[middle].kind == "heading" and page[middle].last and page[middle - 1].kind == "body":
                places.append((page, middle - 1, middle, middle + 1))
            continue
        end = _paragraph_end(page, middle)
        start = 0 if shape == "top" else _tail_start(page, middle)
        if shape == "top" and not MARKED.match(page[middle].text):
            continue  # nothing would tell where it came from
        if end and start is not None and start < middle and _continues(page, start):
            places.append((page, start, middle, end))
    return places


def _paragraph_end(page: list[Printed], start: int) -> int | None:
    """The end of the body paragraph of several lines that starts here and stays on the page."""
    if not (page[start].first and page[start].kind == "body"):
        return None
    ends = [i + 1 for i in range(start + 1, len(page)) if page[i].last]
    return ends[0] if ends and page[ends[0] - 1].paragraph == page[start].paragraph else None


def _tail_start(page: list[Printed], middle: int) -> int | None:
    """Where the last two lines of the paragraph before begin, if the page has its first line too."""
    first = next((i for i in range(middle - 1, -1, -1) if page[i].first), None)
    fits = first is not None and first < middle - 2 and page[middle - 1].kind == "body"
    return middle - 2 if fits else None


def _continues(page: list[Printed], start: int) -> bool:
    """Whether this line goes on with a sentence that the line before leaves open."""
    return not page[start].first and (start == 0 or not page[start - 1].text.endswith(ENDS))
