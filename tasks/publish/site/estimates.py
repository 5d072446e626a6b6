"""Where a figure stands within its line on the picture of a page: an estimate, from the widths of characters.

Readers keep the box of a line and not those of its characters. In running text Chinese characters and marks
are of one width and digits of half of it, so the share of the width before a figure tells where it begins: in
the PDFs measured to a tenth of a character mostly, to a third nearly always. In a row of a table, and beside
a gap, only the page knows how wide the space is: nothing is estimated there.
"""

from __future__ import annotations

from tasks.clean.text import FULL, HALF, width

SLACK = 0.3 * FULL  # on either side, in quarter units: what the estimate may be off
_GAP = "  "  # more than one space in a row


def share(text: str, start: int, end: int) -> tuple[float, float] | None:
    """The stretch of a printed line that its characters `start` to `end` take, in shares of its width.

    None where it cannot be told. White space around the line is no print and has no width.
    """
    print_ = text.strip()
    lead = len(text) - len(text.lstrip())
    start, end = max(0, start - lead), min(len(print_), end - lead)
    if start >= end or _GAP in print_ or "\t" in print_:
        return None
    whole = width(print_, HALF)
    left = max(0.0, width(print_[:start], HALF) - SLACK)
    right = min(float(whole), width(print_[:end], HALF) + SLACK)
    return left / whole, right / whole
