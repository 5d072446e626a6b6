"""What a person should know about recognised text: where it is unsure, and where it may mislead."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tasks.model import Line

UNSURE = 0.90  # confidence below which a line that holds a figure is named
# A letter that looks like a digit between digits, or next to a decimal point.
LOOK_ALIKE = re.compile(r"\d[OoQDlI|SBZ]|[OoQDlI|SBZ][\d.]*\d|[士土][士土]|[未末][未末]|[己已巳][己已巳]")
SHOWN = 30  # characters of a line that are shown
MOST = 20  # lines that are named


def said_of(lines: Sequence[Line], partly: Sequence[int]) -> tuple[str, ...]:
    """One sentence for each line that is unsure or could be misread, and each page not read whole."""
    said = [
        f"page {page}: ink that was not recognised (页面上有未识别的内容)" for page in dict.fromkeys(partly)
    ]
    for line in lines:
        if line.confidence is None:
            continue
        excerpt = " ".join(line.text.split())[:SHOWN]
        if line.confidence < UNSURE and any(char.isdigit() for char in line.text):
            said.append(
                f"page {line.page}: a figure recognised with confidence {line.confidence:.2f} "
                f"(数字识别置信度低): {excerpt}"
            )
        elif LOOK_ALIKE.search(line.text):
            said.append(f"page {line.page}: characters that look alike (形近字符): {excerpt}")
    if len(said) > MOST:
        said = [*said[:MOST], f"and {len(said) - MOST} more lines like these (另有同类提示)"]
    return tuple(said)
