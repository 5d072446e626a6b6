"""What stands before the first section: the title, the lines around it, the table of contents."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tasks.extract.outline.roles import MARKS, SectionRoles
from tasks.model import Paragraph, ParagraphKind

ATTACHMENT = re.compile(r"附\s*[件表录]?\s*[\d一二三四五六七八九十]*[：:]?$")
_CONTENTS_LINE = re.compile(r"[.．…·]{3,}\s*\d+$")
_PAGE = re.compile(r"[.．…·\s]*\d*$")
_TITLE_LIMIT = 90


def front_matter(
    paragraphs: Sequence[Paragraph],
    first: int,
    roles: SectionRoles,
    listed: frozenset[int],
) -> dict[int, ParagraphKind]:
    """The title, and what is neither heading nor body: lines before the first section, contents."""
    kinds: dict[int, ParagraphKind] = dict.fromkeys(listed, "other")
    titled = False
    for index in range(first):
        text = paragraphs[index].text
        if text.endswith(("。", "：", ":")) or len(text) > _TITLE_LIMIT:
            continue
        titular = not titled and roles.titles.search(text) and not ATTACHMENT.match(text)
        kind: ParagraphKind = "title" if titular and not text.startswith(("—", "-")) else "other"
        titled = kinds.setdefault(index, kind) == "title" or titled
    return kinds


def contents(paragraphs: Sequence[Paragraph], roles: SectionRoles) -> frozenset[int]:
    """The lines of a table of contents: from its heading to where its first entry is met again."""
    start = next((i for i, p in enumerate(paragraphs[:60]) if roles.contents.match(p.text)), None)
    listed = {
        i for i, p in enumerate(paragraphs[:200]) if p.text[-1:].isdigit() and _CONTENTS_LINE.search(p.text)
    }
    if start is None or start + 1 >= len(paragraphs):
        return frozenset(listed)
    entry = _entry(paragraphs[start + 1].text)
    again = next(
        (i for i in range(start + 2, len(paragraphs)) if _is_entry(paragraphs[i].text, entry)), start + 1
    )
    return frozenset(listed | set(range(start, again)))


def _entry(text: str) -> str:
    """A line of the contents without its dots and page number."""
    return MARKS.sub("", _PAGE.sub("", text))


def _is_entry(text: str, entry: str) -> bool:
    """Whether the line is that entry; of most lines their beginning tells that they are not."""
    return MARKS.sub("", text).startswith(entry) and _entry(text) == entry
