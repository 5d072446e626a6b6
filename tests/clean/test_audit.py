import json

from tasks.clean import audit, clean
from tests import layouts
from tests.clean.documents import document

CLEANED = clean(document(layouts.render(layouts.report(31, 6), layouts.Style(lines=12, folio=3))))


def test_every_edit_is_one_json_object_a_line():
    printed = list(audit.lines(CLEANED))
    assert len(printed) == len(CLEANED.edits)
    assert {json.loads(line)["kind"] for line in printed} == {"join", "furniture"}


def test_an_edit_says_from_where_to_where_and_why():
    join = next(json.loads(line) for line in audit.lines(CLEANED) if '"join"' in line)
    assert join["from"]["line_start"] < join["from"]["line_end"]
    assert join["to"]["paragraph"] >= 0
    assert join["evidence"]
    assert 0 < join["confidence"] < 1


def test_totals_count_the_kinds():
    assert audit.totals(CLEANED)["furniture"] == CLEANED.pages
