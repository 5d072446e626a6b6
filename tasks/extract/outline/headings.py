"""The heading tree of a report, and the ordinals that are missing or repeated in it.

Writers use the same 一、 on several levels, so a level is read from the context: an ordinal that continues an
open list belongs to it, a 一 (or 1) opens a list below what stands open. What was opened is kept on a stack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tasks.extract.outline.front import ATTACHMENT, contents, front_matter
from tasks.extract.outline.markers import RANK, Form, Opening, Style, form, glued, opening
from tasks.extract.outline.ordinals import gap, inline_gaps, repeated
from tasks.extract.outline.roles import SectionRoles
from tasks.frozen import quick
from tasks.model import Finding, Paragraph, ParagraphKind, Placement

_JOINT = " › "
_CLOSING_LINE = re.compile(r"(?:.{2,30}[局委办厅部会院处站所])?\s*\d{4}年\d{1,2}月(?:\d{1,2}日)?$")
_DATE_ENDS = ("月", "日", "\n")
_PUNCTUATION = re.compile(r"[，。；：！？,;:!?]")
_DEEPEST = 12  # levels; what goes deeper is no outline
_NEAR = 40  # paragraphs before a skipped ordinal in which it may stand inside a line


@dataclass(frozen=True, slots=True)
class Section:
    """A node of the heading tree: where it starts, on which level, and what it is called."""

    paragraph: int
    level: int
    style: Style
    ordinal: int
    marker: str | None
    form: Form
    title: str | None


@dataclass(slots=True)
class _Open:
    """A heading that stands open: what it and those above it say of the paragraphs below."""

    level: int  # 0 is no heading at all: what stands open everywhere
    section: str
    roles: tuple[str, ...]
    own: tuple[str, ...] = ()  # of those, what the heading itself names


_new_placement = quick(Placement)
_new_section = quick(Section)


def outline(
    paragraphs: Sequence[Paragraph], roles: SectionRoles
) -> tuple[tuple[Placement, ...], tuple[Finding, ...]]:
    """One placement per paragraph, in order, and what is wrong with the numbering."""
    skipped = contents(paragraphs, roles)
    nodes, findings = sections(paragraphs, roles, skipped)
    by_paragraph = {node.paragraph: node for node in nodes if node.form != "glued"}
    ends = {node.paragraph: node for node in nodes if node.form == "glued"}
    kinds = front_matter(paragraphs, nodes[0].paragraph if nodes else len(paragraphs), roles, skipped)
    open_ = [_Open(0, "", ())]
    placements = []
    for index, paragraph in enumerate(paragraphs):
        node, ending = by_paragraph.get(index), ends.get(index)
        if node:
            _enter(open_, node, roles)
        placements.append(_placement(paragraph, node, open_, kinds.get(index)))
        if ending:
            _enter(open_, ending, roles)
    return tuple(placements), (*findings, *inline_gaps(paragraphs))


def _enter(open_: list[_Open], node: Section, roles: SectionRoles) -> None:
    """The node stands open from here; what stands on its level or deeper ends."""
    while open_[-1].level >= node.level:
        open_.pop()
    above = open_[-1]
    section, named, own = above.section, above.roles, tuple[str, ...]()
    if node.title:
        heading = f"{node.marker or ''}{node.title}"
        section = f"{section}{_JOINT}{heading}" if section else heading
        own = roles.of(node.title)
        if own or above.own:
            named = tuple(dict.fromkeys((*_narrowed(above, own), *own)))
    open_.append(_Open(node.level, section, named, own))


def _narrowed(above: _Open, own: tuple[str, ...]) -> tuple[str, ...]:
    """The roles from above: a part of 存在问题和改进建议 that is called 存在问题 tells of no 改进建议."""
    if not own or not set(own) < set(above.own):
        return above.roles
    return tuple(role for role in above.roles if role not in above.own)


def sections(
    paragraphs: Sequence[Paragraph], roles: SectionRoles, skipped: frozenset[int] = frozenset()
) -> tuple[tuple[Section, ...], tuple[Finding, ...]]:
    """The nodes of the heading tree in reading order (the title apart), with ordinal findings.

    `skipped` are the lines of a table of contents.
    """
    nodes: list[Section] = []
    findings: list[Finding] = []
    stack: list[Section] = []
    for index, found, shape, title in _candidates(paragraphs, roles, skipped):
        if shape == "glued" and not _continues(stack, found):
            continue
        depth, finding = _place(stack, found, shape, index, paragraphs)
        del stack[depth:]
        level = stack[-1].level + 1 if stack else 1
        marker = found.marker or None
        node = _new_section(index, level, found.style, found.ordinal, marker, shape, title)
        stack.append(node)
        nodes.append(node)
        if finding:
            findings.append(finding)
    return tuple(nodes), tuple(findings)


def _candidates(
    paragraphs: Sequence[Paragraph], roles: SectionRoles, skipped: frozenset[int]
) -> Iterator[tuple[int, Opening, Form, str | None]]:
    """Every paragraph that opens with a marker, or is a heading without one."""
    openings = [None if p.table else opening(p.text) for p in paragraphs]
    for index, (paragraph, found) in enumerate(zip(paragraphs, openings, strict=True)):
        if paragraph.table or index in skipped:
            continue
        if found is not None:
            after = openings[index + 1] if index + 1 < len(openings) else None
            sibling = after is not None and after.style == found.style and after.ordinal == found.ordinal + 1
            body = index + 1 < len(paragraphs) and not sibling
            shape, title = form(paragraph.text, found.end, body)
            yield index, found, shape, title
        elif _bare_heading(paragraphs, index, roles):
            yield index, Opening("bare", 0, "", 0), "heading", paragraph.text
        end = glued(paragraph.text)
        if end is not None:
            yield index, end[0], "glued", end[1]


def _continues(stack: Sequence[Section], found: Opening) -> bool:
    """Inside a paragraph only an ordinal that an open list waits for is a heading."""
    return any(s.style == found.style and s.ordinal == found.ordinal - 1 for s in stack)


def _place(
    stack: list[Section], found: Opening, shape: Form, index: int, paragraphs: Sequence[Paragraph]
) -> tuple[int, Finding | None]:
    """How much of the stack stays open above the new node, and what is odd about its ordinal."""
    if found.style == "bare":
        return next((d for d, s in enumerate(stack) if s.style != "part"), len(stack)), None
    if (waiting := _waiting(stack, found, shape)) is not None:
        return waiting, None
    if found.ordinal == 1:
        top = stack[-1] if stack else None
        if top is not None and (top.style, top.ordinal) == (found.style, 1):
            return len(stack) - 1, repeated(found, top.marker, top.ordinal, index, top.paragraph)
        return min(_below(stack, found), _DEEPEST), None
    same = [d for d, s in enumerate(stack) if s.style == found.style]
    if not same:
        return min(_below(stack, found), _DEEPEST), gap(found, 0, max(0, index - _NEAR), index, paragraphs)
    earlier = [d for d in same if stack[d].ordinal < found.ordinal]
    if earlier:
        depth = max(earlier, key=lambda d: (stack[d].ordinal, d))
        before = stack[depth]
        return depth, gap(found, before.ordinal, before.paragraph, index, paragraphs)
    depth = same[-1]
    return depth, repeated(found, stack[depth].marker, stack[depth].ordinal, index, stack[depth].paragraph)


def _waiting(stack: Sequence[Section], found: Opening, shape: Form) -> int | None:
    """The innermost list that waits for this ordinal, of those of the same form if there are any."""
    other = None
    for depth in range(len(stack) - 1, -1, -1):
        section = stack[depth]
        if section.style == found.style and section.ordinal == found.ordinal - 1:
            if section.form == shape:
                return depth
            other = depth if other is None else other
    return other


def _below(stack: list[Section], found: Opening) -> int:
    """A new list stands below what is open, but an item already told cannot hold a list of higher rank."""
    depth = len(stack)
    while (
        depth
        and stack[depth - 1].form not in ("heading", "glued")
        and RANK[stack[depth - 1].style] >= RANK[found.style]
    ):
        depth -= 1
    return depth


def _bare_heading(paragraphs: Sequence[Paragraph], index: int, roles: SectionRoles) -> bool:
    """A short line without mark or punctuation that names a standard section, with body below it."""
    text = paragraphs[index].text
    if len(text) > 24 or _PUNCTUATION.search(text) or index < 2 or index + 1 >= len(paragraphs):
        return False
    return bool(roles.of(text)) and not paragraphs[index + 1].table and not ATTACHMENT.match(text)


def _placement(
    paragraph: Paragraph, node: Section | None, open_: Sequence[_Open], front: ParagraphKind | None
) -> Placement:
    """A heading stands in the section above it, with the roles of its own title."""
    kind = _kind(paragraph, node, front)
    if node is None:
        return _new_placement(kind, 0 if kind == "title" else None, None, open_[-1].section, open_[-1].roles)
    level = 0 if kind == "title" else node.level
    return _new_placement(kind, level, node.marker, open_[-2].section, open_[-1].roles)


def _kind(paragraph: Paragraph, node: Section | None, front: ParagraphKind | None) -> ParagraphKind:
    if paragraph.table:
        return "table"
    if node is not None:
        return "heading" if node.form == "heading" else "body"
    if front:
        return front
    text = paragraph.text
    closes = text.endswith(_DATE_ENDS) and _CLOSING_LINE.match(text)
    return "other" if closes else "body"
