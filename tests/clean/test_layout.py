from tasks.clean import clean, layout
from tasks.clean.wall import broken
from tests import layouts
from tests.clean.documents import document, one, texts


def measured(paragraphs, style):
    lines = layouts.render(paragraphs, style).split("\n")
    rows = [one(text, n) for n, text in enumerate(lines, 1) if text.strip()]
    return layout.estimate(rows, broken(rows), 0)


def test_the_wall_is_the_width_the_text_was_set_in():
    for width in (18, 26, 33, 45):
        assert abs(measured(layouts.report(1, 6), layouts.Style(width=width)).wall - 4 * width) <= 2


def test_the_indent_of_first_lines():
    assert measured(layouts.report(2, 8), layouts.Style(width=24, indent=2)).indent == 8
    assert measured(layouts.report(2, 8), layouts.Style(width=24, indent=0)).indent == 0


def test_text_of_one_paragraph_a_line_has_no_wall():
    rows = [one(p, n) for n, p in enumerate(layouts.report(3, 6), 1)]
    assert layout.estimate(rows, broken(rows), 0).wall == 0


def test_white_space_before_lines_is_trusted_only_where_it_follows_finished_lines():
    assert not measured(layouts.report(4, 4), layouts.Style()).indented


def test_heading_styles_are_those_that_stand_alone():
    assert "section" in measured(layouts.report(5, 6), layouts.Style(width=30)).headings


def test_parts_of_a_document_may_be_set_to_other_widths():
    report, annex = layouts.report(6, 7), layouts.report(7, 7)
    wide, narrow = layouts.Style(width=36, lines=500), layouts.Style(width=20, lines=500)
    raw = layouts.render(report, wide) + layouts.render(annex, narrow)
    right = set(texts(clean(document(raw)))) & {*report, *annex}
    assert len(right) >= 0.95 * len({*report, *annex})


def test_a_document_of_one_width_is_one_part():
    lines = layouts.render(layouts.report(8, 9), layouts.Style(width=27, lines=500)).split("\n")
    rows = [one(text, n) for n, text in enumerate(lines, 1) if text.strip()]
    assert [part[:2] for part in layout.parts(rows, broken(rows))] == [(0, len(rows))]
