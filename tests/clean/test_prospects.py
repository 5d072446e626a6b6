"""Which exchanges are weighed, held against weighing every one of a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tasks.clean import clean, gains, order
from tasks.clean.exchanges import Exchange, fits, is_remainder
from tasks.clean.places import places, seam
from tasks.clean.prospects import prospects
from tasks.clean.sequence import Sequenced
from tests import layouts
from tests.clean.documents import document

STYLE = layouts.Style(width=24, lines=20, page_gap=3, moves=4)
LABELS = 3.0  # a block of one row may be labelled otherwise than it was found: what that is worth at most


def pages(seed: int, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Sequenced, int, int, frozenset[int]]]:
    """The pages of a displaced report that are searched first, as they are when they are."""
    seen: list[tuple[Sequenced, int, int, frozenset[int]]] = []

    def note(text, lo, hi, asks, margin):
        seen.append((text, lo, hi, asks))
        return iter(())

    with monkeypatch.context() as patch:
        patch.setattr(order, "prospects", note)
        clean(document(layouts.render(layouts.report(seed, 5), replace(STYLE, seed=seed))))
    return seen


def every(text: Sequenced, lo: int, hi: int, asks: frozenset[int]) -> Iterator[Exchange]:
    """Every exchange between places of a page of which one asks."""
    found = list(places(text, lo, hi, asks))
    for n, s in enumerate(found):
        for k, m in enumerate(found[n + 1 :], n + 1):
            for e in found[k + 1 :]:
                whole = e.cut or e is found[-1]
                if whole and (s.asked or m.asked or e.asked):
                    yield Exchange(s.row, m.row, e.row, False)
                if e.row < hi and is_remainder(text.rows[e.row].row) and fits(text, m.row, e.row):
                    yield Exchange(s.row, m.row, e.row, True)


@pytest.mark.parametrize("seed", range(6))
def test_what_is_not_weighed_would_not_gain_the_margin(seed, monkeypatch):
    searched = pages(seed, monkeypatch)
    assert searched
    for text, lo, hi, asks in searched:
        left_out = set(every(text, lo, hi, asks)) - set(prospects(text, lo, hi, asks, order.MARGIN))
        starts = {p.row for p in places(text, lo, hi, asks) if p.cut}
        for x in left_out:
            usual = x.start in starts and (x.start == lo or x.middle in starts)
            if usual and text.begun(x.start + 1, x.middle) <= 2:
                assert gains.promise(text, x).gain < order.MARGIN + LABELS


def test_few_are_weighed(monkeypatch):
    searched = [page for seed in range(6) for page in pages(seed, monkeypatch)]
    weighed = sum(len(list(prospects(*page, order.MARGIN))) for page in searched)
    assert weighed < 0.2 * sum(len(list(every(*page))) for page in searched)


@pytest.mark.parametrize("seed", range(4))
def test_no_seam_is_worth_more_than_its_places_say(seed, monkeypatch):
    for text, lo, hi, asks in pages(seed, monkeypatch):
        found = list(places(text, lo, hi, asks))
        for a in found[1:]:
            for b in found[:-1]:
                worth = text.link(a.row - 1, b.row).best - text.under(b.row, text.begins[b.row])
                assert worth <= seam(a, b, 0.0) + 1e-9
