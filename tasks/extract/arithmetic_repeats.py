"""One figure of one thing in several places: 16个镇（街） said three times over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tasks.extract.arithmetic_figures import Figure, finding
from tasks.model import Finding, Paragraph

_NOUN = re.compile(r"[\u4e00-\u9fff]{1,6}(?:（[\u4e00-\u9fff]{1,4}）)?")


def repeats(paragraphs: Sequence[Paragraph], found: Sequence[Figure]) -> Iterator[Finding]:
    """Counts printed with the same noun behind them in different paragraphs, all equal."""
    told: dict[tuple[str, str], list[Figure]] = {}
    for figure in found:
        if figure.quantity.kind != "count" or figure.value < 2:
            continue
        noun = _noun(paragraphs[figure.quantity.paragraph].text, figure.end)
        if noun:
            told.setdefault((figure.unit, noun), []).append(figure)
    for (_, noun), figures in told.items():
        places = {f.quantity.paragraph for f in figures}
        if len(places) > 1 and len({f.value for f in figures}) == 1:
            message = (
                f"“{figures[0].shown}{noun}”{len(figures)}处一致（same figure in {len(figures)} places）"
            )
            yield finding("repeated_figure", "info", True, message, figures)


def _noun(text: str, start: int) -> str | None:
    """The thing counted: only nouns with a bracketed alternative, like 镇（街）, end where a rule can see."""
    match = _NOUN.match(text, start)
    if match is None or not match.group().endswith("）"):
        return None
    return match.group() if len(match.group()) <= 8 else None
