"""What must hold of every document, over generated ones."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tasks.clean import clean, order
from tasks.clean import text as t
from tests import layouts
from tests.clean.documents import document, texts

EXAMPLES = settings(max_examples=60, deadline=None)

rendered = st.builds(
    lambda seed, moves: layouts.render(layouts.report(seed, 5), replace(layouts.styles(seed), moves=moves)),
    st.integers(0, 10**6),
    st.integers(0, 3),
)
alphabet = st.sampled_from("绩效自评报告一二（）、。，：；“”12 3.%\t\u3000\u200b\ufeff\ue000\f-－第页A b")
anything = st.lists(st.text(alphabet, max_size=40), max_size=40).map("\n".join)
documents = st.one_of(rendered, anything)


def visible(text: str) -> Counter[str]:
    return Counter(c for c in text if not c.isspace())


@EXAMPLES
@given(documents)
def test_conservation_input_is_output_and_furniture_and_white_space(raw):
    cleaned = clean(document(raw))
    kept = "".join(texts(cleaned)) + "".join(e.text for e in cleaned.edits if e.kind == "furniture")
    assert visible(raw) == visible(kept)


@EXAMPLES
@given(documents)
def test_every_piece_is_a_slice_of_its_raw_line(raw):
    source = document(raw)
    for paragraph in clean(source).paragraphs:
        at = 0
        for piece in paragraph.pieces:
            assert piece.start == at
            assert (
                source.lines[piece.line - 1].text[piece.column : piece.column + piece.length]
                == paragraph.text[at : at + piece.length]
            )
            at += piece.length
        assert at == len(paragraph.text) > 0


@EXAMPLES
@given(documents)
def test_edits_stand_where_they_say(raw):
    source = document(raw)
    cleaned = clean(source)
    for edit in cleaned.edits:
        if edit.kind == "furniture":
            assert source.lines[edit.line_start - 1].text[edit.column_start : edit.column_end] == edit.text
        else:
            assert edit.paragraph is not None
            paragraph = cleaned.paragraphs[edit.paragraph]
            assert edit.offset is not None
            assert paragraph.text[edit.offset :].startswith(t.bare(edit.text)[:1])


@EXAMPLES
@example("1\tA\x0c\u3000.")
@given(documents)
def test_idempotence_cleaning_the_clean_text_changes_nothing(raw):
    once = texts(clean(document(raw)))
    assert texts(clean(document("\n".join(once)))) == once


@EXAMPLES
@given(documents)
def test_determinism(raw):
    assert clean(document(raw)) == clean(document(raw))


@EXAMPLES
@given(rendered)
def test_a_move_never_lowers_the_evidence(raw):
    assert all(m.confidence > 0.5 for m in clean(document(raw)).edits if m.kind == "move")
    assert all(
        sum(r.weight for r in m.evidence) >= order.MARGIN - 0.5
        for m in clean(document(raw)).edits
        if m.kind == "move"
    )


@EXAMPLES
@given(st.integers(0, 10**6))
def test_a_document_in_order_is_never_touched(seed):
    raw = layouts.render(layouts.report(seed, 5), layouts.styles(seed))
    assert not [e for e in clean(document(raw)).edits if e.kind == "move"]


@EXAMPLES
@given(st.integers(0, 10**6))
def test_a_clean_text_is_left_as_it_is(seed):
    report = layouts.report(seed, 5)
    cleaned = clean(document("\n".join(report)))
    assert texts(cleaned) == report
    assert not cleaned.edits


@EXAMPLES
@given(documents)
def test_line_ends_do_not_matter(raw):
    assert texts(clean(document(raw.replace("\n", "\r\n")))) == texts(clean(document(raw)))
