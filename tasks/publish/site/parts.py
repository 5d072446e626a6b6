"""Very long reports are shown in parts, each a page that a browser opens at once; links find their part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tasks.publish.site.report_text import Block
from tasks.publish.site.values import Row

CARD_BYTES = 400  # of a card beside what is printed, at most
PART_BYTES = 2_000_000  # of text and cards; what else is on a page has bounds of its own


@dataclass(slots=True)
class Part:
    """Some blocks of a report that follow each other, and the cards of the marks in them."""

    blocks: list[Block] = field(default_factory=list)
    cards: dict[str, Row] = field(default_factory=dict)


def parts(blocks: Iterable[Block], cards: Mapping[str, Row]) -> Iterator[Part]:
    """The blocks of a report in as few parts as their size allows; a report without text has one."""
    part, size = Part(), 0
    for block in blocks:
        own = {mark: cards[mark] for mark in block.marks}
        weight = len(block.html.encode()) + sum(
            CARD_BYTES + 3 * len(card["printed"]) for card in own.values()
        )
        if part.blocks and size + weight > PART_BYTES:
            yield part
            part, size = Part(), 0
        part.blocks.append(block)
        part.cards |= own
        size += weight
    yield part


def elsewhere(found: Sequence[Part]) -> dict[str, object]:
    """On which part each mark stands: for marks with numbers runs of them as (first, part), others by name.

    Parts are counted from 0. A page forwards to the part that has the mark of its address.
    """
    runs: dict[str, list[tuple[int, int]]] = {}
    named: dict[str, int] = {}
    numbered: dict[str, dict[int, int]] = {}
    for at, part in enumerate(found):
        for mark in (*(f"p={b.paragraph}" for b in part.blocks if b.first), *part.cards):
            kind, _, name = mark.partition("=")
            if name.isdecimal():
                numbered.setdefault(kind, {}).setdefault(int(name), at)
            else:
                named.setdefault(mark, at)
    for kind, places in numbered.items():
        order = sorted(places.items())
        runs[kind] = [one for n, one in enumerate(order) if n == 0 or order[n - 1][1] != one[1]]
    return {"runs": runs, "named": {mark: at for mark, at in named.items() if at}}
