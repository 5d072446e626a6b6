"""Work grows with the length of a document and no faster: counted, not timed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tasks.clean import clean, gains, order
from tasks.clean.scales import Scales
from tests import layouts
from tests.clean.documents import document

STYLE = layouts.Style(width=24, lines=20, page_gap=3, moves=10**6)


def asked(copies: int, style: layouts.Style, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """How often the evidence is asked while a displaced document of so many reports is cleaned."""
    counts = {"seam": 0, "promise": 0, "gain": 0}

    def counting(name, function):
        def counted(*args, **kwargs):
            counts[name] += 1
            return function(*args, **kwargs)

        return counted

    paragraphs = [p for seed in range(copies) for p in layouts.report(seed, 6)]
    with monkeypatch.context() as patch:
        patch.setattr(Scales, "seam", counting("seam", Scales.seam))
        patch.setattr(order, "promise", counting("promise", gains.promise))
        patch.setattr(order, "gain_of", counting("gain", gains.gain_of))
        clean(document(layouts.render(paragraphs, style)))
    return counts


@pytest.mark.parametrize("style", [STYLE, replace(STYLE, page_gap=0)], ids=["pages known", "pages unknown"])
def test_twice_the_document_is_no_more_than_twice_the_work(style, monkeypatch):
    short, long = asked(4, style, monkeypatch), asked(8, style, monkeypatch)
    assert short["promise"] > 0
    for name, count in short.items():
        assert long[name] <= 2.6 * count + 200, name
