"""A floor on a real report against its gold: F1 of quantities on span, kind and value."""

import json
import os
from pathlib import Path

import pytest

from tasks.extract.quantities.find import quantities
from tasks.extract.quantities.lexicon import load_lexicon
from tests.extract.score_quantities import f1, gold_key, key, load, paragraphs, score

REAL = os.environ.get("YEARBOOK_REAL")
pytestmark = pytest.mark.skipif(not REAL, reason="YEARBOOK_REAL names no folder of real reports")


def test_quantities_of_a_real_report_are_right() -> None:
    lines, gold = load(Path(REAL or "") / "gold", "panyu_2023")
    found, _ = quantities(paragraphs(lines), 2023, load_lexicon())
    rows = score([key(item) for item in found], [gold_key(row) for row in gold])
    assert f1(*rows["scored kinds"]) >= 0.985, rows


def test_what_is_no_quantity_in_the_gold_is_none_here() -> None:
    folder = Path(REAL or "") / "gold"
    lines, _ = load(folder, "panyu_2023")
    rows = [
        json.loads(row) for row in (folder / "panyu_2023.nonquantities.jsonl").read_text("utf-8").splitlines()
    ]
    found, _ = quantities(paragraphs(lines), 2023, load_lexicon())
    for row in rows:
        inside = [
            item.surface
            for item in found
            if item.paragraph == row["paragraph_index"]
            and item.char_start < row["char_end"]
            and row["char_start"] < item.char_end
        ]
        assert not inside, row
