"""Web pages: the article and its tables, without the navigation around them."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tasks.model import Document, Line, Unreadable
from tasks.read import limits
from tasks.read.tables import Cell, joined, table_rows
from tasks.read.text import BOMS, looks_like_text

MEDIA_TYPE = "text/html"
CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.I)
SILENT = frozenset(
    """script style nav aside form button select option iframe noscript template head title svg object embed
    canvas audio video map footer input textarea dialog""".split()  # noqa: SIM905 - a list of words reads best as words
)
BLOCKS = frozenset(
    """address article blockquote body br center dd div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6
    header hr html li main ol p pre section table tbody td tfoot th thead tr ul""".split()  # noqa: SIM905 - a list of words reads best as words
)
# Tags that nest only where they are written so: others are closed by the next of their kind.
TAG = re.compile(
    r"<(/?)(?:div|span|table|section|article|font|b|i|em|strong|ul|ol|blockquote|center|a)\b", re.I
)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
CJK = re.compile(r"(?<=[⺀-￯]) (?=[⺀-￯])")
TITLES = ('meta[name="ArticleTitle"]', 'meta[property="og:title"]')
SENTENCE = re.compile(r"[，。；：、]|\d")
MOST = 0.85  # of the text: a part that holds more of it than this is where the article is


def read_html(data: bytes) -> Document:
    """The paragraphs and table rows of a web page's article."""
    encoding, text = decode_html(data)
    _check_tags(text)
    tree = LexborHTMLParser(text)
    body = tree.body
    if body is None:
        raise Unreadable("empty: the web page has no body (网页没有正文)")
    _check_depth(body)
    article = _article(body)
    title = _title(tree)
    blocks = list(_blocks(article))
    if title and not any(title in SPACE.sub("", text) for text, _ in blocks[:20]):
        blocks.insert(0, (title, False))
    lines = [
        Line(number, text, None, "row", None, "cell")
        if row
        else Line(number, text, None, "paragraph", None, "paragraph")
        for number, (text, row) in enumerate(blocks, start=1)
    ]
    return Document(MEDIA_TYPE, encoding, tuple(lines))


def read_web_archive(data: bytes) -> Document:
    """The page inside a saved web archive (.mht)."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for inner in message.walk():
        if inner.get_content_type() == "text/html":
            content = inner.get_payload(decode=True)
            if isinstance(content, bytes):
                return read_html(content)
    raise Unreadable("empty: the web archive holds no page (网页存档内没有网页)")


def decode_html(data: bytes) -> tuple[str, str]:
    """The encoding and the text of a page: its mark, its own word, then what fits."""
    named = CHARSET.search(data[:4096])
    said = named.group(1).decode("ascii").lower() if named else ""
    said = "gb18030" if said in ("gb2312", "gbk", "x-gbk", "gb_2312-80") else said
    marked = [encoding for bom, encoding in BOMS if data.startswith(bom)]
    for encoding in dict.fromkeys([*marked, said, "utf-8", "gb18030"]):
        try:
            text = data.decode(encoding).removeprefix("\ufeff") if encoding else ""
        except (UnicodeDecodeError, LookupError):
            continue
        if text and looks_like_text(text):
            return encoding, text
    raise Unreadable("not text: the web page fits no known encoding (无法识别的网页编码)")


def _check_tags(text: str) -> None:
    """Refuse what nests absurdly before it is parsed: that takes time beyond measure."""
    depth = 0
    for found in TAG.finditer(text):
        depth += -1 if found.group(1) else 1
        if depth > limits.DEPTH.most:
            limits.check(limits.DEPTH, depth)


def _check_depth(node: LexborNode) -> None:
    waiting = [(node, 1)]
    while waiting:
        here, depth = waiting.pop()
        limits.check(limits.DEPTH, depth)
        waiting += [(child, depth + 1) for child in here.iter()]


def _article(body: LexborNode) -> LexborNode:
    """The smallest part of a page that holds nearly all of its sentences and figures."""
    weights: dict[int, int] = {}
    total = _weigh(body, weights)
    here = body
    while total:
        inner = max(here.iter(), key=lambda child: weights.get(child.mem_id, 0), default=None)
        # A row of a table is no article: the table is kept whole.
        if (
            inner is None
            or weights.get(inner.mem_id, 0) < MOST * total
            or inner.tag in ("p", "table", "tbody")
        ):
            break
        here = inner
    return here


def _weigh(node: LexborNode, weights: dict[int, int]) -> int:
    """How much of a page's sentences and figures each part holds; links count for nothing."""
    if node.tag == "-text":
        text = (node.text_content or "").strip()
        return len(text) if SENTENCE.search(text) or len(text) > 20 else 0
    if node.tag == "a" or _silent(node):
        return 0
    weight = sum(_weigh(child, weights) for child in node.iter(include_text=True))
    weights[node.mem_id] = weight
    return weight


def _silent(node: LexborNode) -> bool:
    if node.tag in SILENT:
        return True
    attributes = node.attributes
    return "hidden" in attributes or bool(HIDDEN.search(attributes.get("style") or ""))


def _title(tree: LexborHTMLParser) -> str:
    for selector in TITLES:
        found = tree.css_first(selector)
        if found is not None and found.attributes.get("content"):
            return SPACE.sub("", found.attributes["content"] or "")
    heading = tree.css_first("h1")
    return SPACE.sub("", heading.text()) if heading is not None else ""


def _blocks(node: LexborNode) -> Iterator[tuple[str, bool]]:
    """The paragraphs of a part, and the rows of its tables (True)."""
    said = ""
    for kind, text in _walk(node):
        if kind == "text":
            said += text
            continue
        if folded := _folded(said):
            yield folded, False
        said = ""
        if kind == "row" and text.strip("\t"):
            yield text, True
    if folded := _folded(said):
        yield folded, False


def _walk(node: LexborNode) -> Iterator[tuple[str, str]]:
    """Text, breaks and rows in the order of the page."""
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            yield "text", child.text_content or ""
        elif _silent(child) or not (child.tag or "").isascii():
            continue
        elif child.tag == "table" and (rows := _rows(child)):
            yield "break", ""
            yield from (("row", "\t".join(row)) for row in rows)
        else:
            block = child.tag in BLOCKS
            if block:
                yield "break", ""
            yield from _walk(child)
            if block:
                yield "break", ""


def _rows(table: LexborNode) -> list[list[str]]:
    """The rows of a table of figures; none where the table only lays out the page."""
    rows = [row for row in table.css("tr") if not _silent(row)]
    cells = [[cell for cell in row.iter() if cell.tag in ("td", "th") and not _silent(cell)] for row in rows]
    if table.css_first("table") not in (None, table) and len(table.css("table")) > 1:
        return []
    if sum(len(row) > 1 for row in cells) == 0:
        return []
    return table_rows([[_cell(cell) for cell in row] for row in cells])


def _cell(cell: LexborNode) -> Cell:
    paragraphs = [text for text, _ in _blocks(cell)]
    return Cell(joined(paragraphs), _span(cell, "colspan"), _span(cell, "rowspan"))


def _span(cell: LexborNode, name: str) -> int:
    said = (cell.attributes.get(name) or "1").strip()
    return max(1, int(said)) if said.isdecimal() and len(said) < 6 else 1


def _folded(text: str) -> str:
    """Text with white space as a browser shows it; a line break between Chinese characters is none."""
    return CJK.sub("", SPACE.sub(" ", text)).strip(" ")
