"""The audit: every edit as one JSON object a line, for people and for scripts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from tasks.model import Cleaned, Edit


def lines(cleaned: Cleaned) -> Iterator[str]:
    """One JSON object an edit, in the order of the record."""
    for edit in cleaned.edits:
        yield json.dumps(as_dict(edit), ensure_ascii=False)


def as_dict(edit: Edit) -> dict[str, object]:
    """An edit with its places as `from` and `to` and its evidence by name."""
    to = None if edit.paragraph is None else {"paragraph": edit.paragraph, "offset": edit.offset}
    return {
        "kind": edit.kind,
        "text": edit.text,
        "from": {
            "line_start": edit.line_start,
            "column_start": edit.column_start,
            "line_end": edit.line_end,
            "column_end": edit.column_end,
        },
        "to": to,
        "evidence": {reason.name: reason.weight for reason in edit.evidence},
        "confidence": edit.confidence,
    }


def totals(cleaned: Cleaned) -> dict[str, int]:
    """How many edits of each kind were made."""
    return dict(Counter(edit.kind for edit in cleaned.edits))
