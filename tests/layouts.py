"""Inverse rendering: clean paragraphs set into printed lines and pages, and torn the ways extractors tear.

Written for tests and independent of the code it tests. The result is raw text and, paragraph by paragraph,
the truth it was made from.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

_NO_START = set("，。、；：！？）》”’」』】〕％,;:!?)]%")
_NO_END = set("（《“‘「『【〔([")
_TOKEN = re.compile(r"[0-9A-Za-z.,+\-×/%]*[0-9A-Za-z%]|.", re.S)
FOLIOS: tuple[Callable[[int, int], str], ...] = (
    lambda n, of: f"－{n}－",
    lambda n, of: f"- {n} -",
    lambda n, of: f"— {n} —",
    lambda n, of: f"第 {n} 页 共 {of} 页",
    lambda n, of: f"第{n}页",
    lambda n, of: f"{n}",
)


@dataclass(frozen=True)
class Style:
    """How a text is set: widths in full characters, and what the pages carry besides it."""

    width: int = 28
    indent: int = 2
    lines: int = 24  # a page
    spacing: str = "none"  # around numbers: none, before, both
    blank: int = 0  # blank lines between lines
    page_gap: int = 0  # further blank lines between pages
    folio: int | None = None  # page number: index into FOLIOS, on a line of its own
    glued: bool = False  # the page number stands before the first line of the next page instead
    header: str | None = None
    headers: tuple[str, ...] = ()  # by turns at the top of pages, {n} and {of} in them
    form: str | None = None  # the page number in another form, with {n} and {of}, on a line of its own
    glued_form: str | None = None  # the same, stuck to the last line of its page
    watermarks: tuple[str, ...] = ()  # somewhere on every page
    feed: bool = False  # pages begin with a form feed
    hang: bool = True  # closing punctuation may stand over the margin; else it draws a character down
    keep_marks: bool = True  # closing punctuation hangs over; otherwise some slips to the next line
    moves: int = 0  # displaced blocks
    seed: int = 0


@dataclass(frozen=True)
class Printed:
    """One printed line, and the paragraph it is of."""

    text: str
    paragraph: int
    first: bool
    last: bool


def width(text: str) -> float:
    """Printed width in full characters, spaces not counted."""
    return sum(0.0 if c == " " else 0.5 if c.isascii() else 1.0 for c in text)


def set_lines(paragraphs: Sequence[str], style: Style) -> list[Printed]:
    """Break paragraphs into lines as a typesetter does: as much as fits, marks kept off the wrong side."""
    printed = []
    for number, paragraph in enumerate(paragraphs):
        tokens = _TOKEN.findall(paragraph)
        rows: list[str] = []
        row, room = "", float(style.width - style.indent)
        for token in tokens:
            if not row and rows and token in _NO_START:
                rows[-1] += token  # hangs over
                continue
            if row and width(row + token) > room:
                if token in _NO_START and style.hang:
                    rows.append(row + token)
                    row, room = "", float(style.width)
                    continue
                kept = _drawn(row) if token in _NO_START else row.rstrip("".join(_NO_END)) or row
                rows.append(kept)
                row, room = row[len(kept) :], float(style.width)
            row += token
        if row:
            rows.append(row)
        rows = [r for r in rows if r]
        printed += [Printed(r, number, i == 0, i + 1 == len(rows)) for i, r in enumerate(rows)]
    return printed


def _drawn(row: str) -> str:
    """A row without what closing punctuation draws down with it: no mark begins a line, none is left open."""
    kept = row.rstrip("".join(_NO_START))
    kept = kept[: -len(_TOKEN.findall(kept)[-1])] if kept else kept
    return kept.rstrip("".join(_NO_END)) or row


def render(paragraphs: Sequence[str], style: Style) -> str:
    """The raw text an extractor would give for the paragraphs in that style."""
    rng = random.Random(style.seed)
    rows = set_lines(paragraphs, style)
    pages = [rows[i : i + style.lines] for i in range(0, len(rows), style.lines)]
    emitted = [[r.text for r in page] for page in pages]
    busy = rng.sample(range(len(pages)), min(style.moves, len(pages)))
    for number in busy:
        emitted[number] = displace(pages[number], rng)
    if not style.keep_marks:
        emitted = [slip(page, rng) for page in emitted]
    out: list[str] = []
    for number, page in enumerate(emitted, 1):
        lines = [space(line, style, rng) for line in page]
        folio = FOLIOS[style.folio](number, len(pages)) if style.folio is not None else None
        top = style.header
        if style.headers:
            top = style.headers[(number - 1) % len(style.headers)]
        for mark in style.watermarks:
            lines.insert(rng.randrange(len(lines) + 1), mark)
        if style.glued_form:
            lines[-1] += style.glued_form.format(n=number, of=len(pages))
        foot = style.form or (folio if not style.glued else None)
        sheet = [top, *lines, foot]
        sheet = [line.format(n=number, of=len(pages)) for line in sheet if line]
        if style.feed and number > 1:
            sheet[0] = "\f" + sheet[0]
        for line in sheet:
            out += [line] + [""] * style.blank
        out += [""] * style.page_gap
    if style.glued and style.folio is not None and not style.header:
        out = glue(emitted, style, rng)
    return "\n".join(out) + "\n"


def glue(emitted: Sequence[Sequence[str]], style: Style, rng: random.Random) -> list[str]:
    """Page numbers before the first line of the page that follows, in any of the dressed forms."""
    out: list[str] = []
    for number, page in enumerate(emitted):
        lines = [space(line, style, rng) for line in page]
        if number:
            lines[0] = FOLIOS[rng.choice((0, 1, 2, style.folio or 0))](number, len(emitted)) + lines[0]
        for line in lines:
            out += [line] + [""] * style.blank
    return out


def displace(page: Sequence[Printed], rng: random.Random) -> list[str]:
    """Two neighbouring blocks of a page in the wrong order, the end of the second sometimes left behind."""
    starts = [i for i, r in enumerate(page) if r.first and i]
    if not starts:
        return [r.text for r in page]
    second = rng.choice(starts)
    ends = [
        i + 1
        for i, r in enumerate(page)
        if i >= second and r.last and page[i].paragraph == page[second].paragraph
    ]
    end = ends[0] if ends else len(page)
    if rng.random() < 0.5:
        first = 0
    else:
        earlier = [i for i, r in enumerate(page[:second]) if r.first] or [0]
        first = earlier[-1]
    a, b = [r.text for r in page[first:second]], [r.text for r in page[second:end]]
    rest: list[str] = []
    if first and len(b[-1]) > 3 and rng.random() < 0.95:
        b, rest = [*b[:-1], b[-1][:-1]], [b[-1][-1]]
    return [*(r.text for r in page[:first]), *b, *a, *rest, *(r.text for r in page[end:])]


def slip(page: Sequence[str], rng: random.Random) -> list[str]:
    """Closing punctuation that hangs over may slip to the start of the next line."""
    out = list(page)
    for i in range(len(out) - 1):
        if len(out[i]) > 8 and out[i][-1] in "，、；" and rng.random() < 0.3:
            out[i], out[i + 1] = out[i][:-1], out[i][-1] + out[i + 1]
    return out


def space(line: str, style: Style, rng: random.Random) -> str:
    """White space around numbers, by the habit of the extractor."""
    if style.spacing == "none":
        return line
    line = re.sub(r"(?<=[\u4e00-\u9fff])(?=[0-9])", " ", line)
    return re.sub(r"(?<=[0-9%])(?=[\u4e00-\u9fff])", " ", line) if style.spacing == "both" else line


def styles(seed: int) -> Style:
    """Some style, the same for the same seed."""
    rng = random.Random(seed)
    folio = rng.choice((None, 0, 1, 2, 3, 4))
    style = Style(
        width=rng.randint(18, 45),
        indent=rng.choice((2, 2, 2, 0)),
        lines=rng.randint(18, 40),
        spacing=rng.choice(("none", "before", "both")),
        blank=rng.choice((0, 0, 1)),
        page_gap=rng.choice((0, 3)),
        folio=folio,
        glued=folio is not None and rng.random() < 0.3,
        header=rng.choice((None, None, "某区某局整体支出绩效自评报告")),
        keep_marks=rng.random() < 0.7,
        seed=seed,
    )
    return replace(style, glued=False) if style.header else style


_WHO = (
    "我局",
    "各镇街服务站",
    "区级专班",
    "示例中心",
    "有关科室",
    "基层网格员",
    "项目承担单位",
    "帮扶小组",
    "财务部门",
)
_WHAT = (
    "梳理台账",
    "走访慰问困难家庭",
    "核对资金拨付进度",
    "组织业务培训",
    "落实整改措施",
    "更新人员档案",
    "开展满意度回访",
    "完善绩效指标",
    "压减一般性支出",
    "公开部门预算",
    "办理来信来访",
    "推进示范站点建设",
    "修缮纪念设施",
    "举办招聘活动",
    "印发工作方案",
    "联系服务对象",
    "建立长效机制",
    "规范采购流程",
    "清理结余资金",
    "复核补助标准",
)
_HOW = (
    "按月",
    "会同社区",
    "依托线上平台",
    "结合实际",
    "分批次",
    "在年中",
    "对照目标",
    "逐户",
    "通过政府购买服务",
    "年底前",
)
_RESULT = (
    "群众反映良好",
    "完成率达{n}%",
    "共计{n}人次",
    "支出{n}.{m}万元",
    "覆盖{n}个村（社区）",
    "较上年增长{n}.{m}%",
    "“一张清单”全部销号",
)
_TOPIC = (
    "基本情况",
    "资金安排和使用",
    "主要成效",
    "存在的问题",
    "下一步打算",
    "组织保障",
    "项目管理",
    "制度建设",
    "服务提升",
)


def report(seed: int, sections: int = 4) -> list[str]:
    """An invented report: a title, headings in two levels, and paragraphs of several sentences."""
    rng = random.Random(seed)
    out = [f"示例区示例局{rng.randint(2018, 2025)}年度部门整体支出绩效自评报告"]
    for section in range(sections):
        out.append("一二三四五六七八九"[section] + "、" + rng.choice(_TOPIC))
        for part in range(rng.randint(1, 3)):
            opening = "（" + "一二三"[part] + "）" + rng.choice(_TOPIC)
            if rng.random() < 0.5:
                out += [opening, _paragraph(rng)]
            else:
                out.append(opening + "。" + _paragraph(rng))
    return out


def _paragraph(rng: random.Random) -> str:
    return "".join(_sentence(rng) for _ in range(rng.randint(2, 6)))


def _sentence(rng: random.Random) -> str:
    clauses = [rng.choice(_WHO) + rng.choice(_HOW) + rng.choice(_WHAT)]
    clauses += [rng.choice(_HOW) + rng.choice(_WHAT) for _ in range(rng.randint(0, 2))]
    clauses.append(rng.choice(_RESULT).format(n=rng.randint(2, 99), m=rng.randint(1, 9)))
    return "，".join(clauses) + "。"
