import pytest

from tasks.clean import clean
from tests import layouts
from tests.clean.documents import document, texts

REPORT = layouts.report(11, 6)


def furniture(cleaned):
    return [edit.text for edit in cleaned.edits if edit.kind == "furniture"]


@pytest.mark.parametrize("folio", range(5))
def test_page_numbers_of_every_common_form_are_set_aside(folio):
    cleaned = clean(document(layouts.render(REPORT, layouts.Style(lines=14, folio=folio))))
    assert texts(cleaned) == REPORT
    assert furniture(cleaned)[0] == layouts.FOLIOS[folio](1, len(furniture(cleaned)))


def test_the_evidence_says_that_a_number_counts_the_pages():
    cleaned = clean(document(layouts.render(REPORT, layouts.Style(lines=14, folio=0))))
    numbers = [edit for edit in cleaned.edits if edit.kind == "furniture"]
    assert {reason.name for edit in numbers for reason in edit.evidence} == {"counts_pages"}


def test_a_page_number_glued_to_the_line_below_is_cut_off():
    cleaned = clean(document(layouts.render(REPORT, layouts.Style(lines=14, folio=0, glued=True))))
    assert texts(cleaned) == REPORT


def test_a_bare_number_is_a_page_number_only_in_its_sequence():
    cleaned = clean(document("单位数\n7\n人员数\n3\n"))
    assert texts(cleaned) == ["单位数", "7", "人员数", "3"]


def test_a_glued_bare_number_is_foretold_by_the_height_of_the_pages():
    lines = layouts.render(REPORT, layouts.Style(lines=10, folio=0, glued=True)).split("\n")
    third = next(n for n, line in enumerate(lines) if "3" in line[:5] and line[0] in "－-—第")
    body = lines[third]
    for form in layouts.FOLIOS:
        body = body.removeprefix(form(3, 99))
    cleaned = clean(document("\n".join([*lines[:third], "3" + body, *lines[third + 1 :]])))
    assert texts(cleaned) == REPORT


def test_a_running_header_is_set_aside_but_the_title_it_repeats_stays():
    cleaned = clean(document(layouts.render(REPORT, layouts.Style(lines=14, folio=3, header=REPORT[0]))))
    assert texts(cleaned) == REPORT


def test_a_header_foreign_to_the_text_goes_from_every_page():
    cleaned = clean(document(layouts.render(REPORT, layouts.Style(lines=14, folio=3, header="内部资料"))))
    assert texts(cleaned) == REPORT


def test_a_line_that_merely_recurs_is_text():
    body = ["三、存在的问题", "无。", "四、改进措施", "无。", "五、其他", "无。"]
    assert texts(clean(document("\n".join(body)))) == body


def test_characters_that_print_nothing_are_on_record():
    cleaned = clean(document("\ufeff绩效\u200b自评"))
    assert texts(cleaned) == ["绩效自评"]
    assert furniture(cleaned) == ["\ufeff", "\u200b"]


@pytest.mark.parametrize("last", [4, 11])
@pytest.mark.parametrize("pages", [2, 4])
def test_bare_numbers_a_page_apart_are_page_numbers_though_the_last_page_is_short(pages, last):
    rows = [line.text for line in layouts.set_lines(REPORT, layouts.Style(width=26))][
        : 12 * (pages - 1) + last
    ]
    whole = texts(clean(document("\n".join(rows))))
    for number in range(pages - 1, 0, -1):
        rows.insert(12 * number, str(number))
    assert texts(clean(document("\n".join([*rows, str(pages)])))) == whole


def test_a_page_number_with_nothing_beside_it_but_what_prints_nothing_leaves_no_line():
    cleaned = clean(document("全年完成。\n-1-\ufeff"))
    assert texts(cleaned) == ["全年完成。"]
    assert sorted(e.text for e in cleaned.edits) == ["-1-", "\ufeff"]
