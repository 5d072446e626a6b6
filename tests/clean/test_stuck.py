import pytest

from tasks.clean import clean, stuck
from tasks.clean.slips import visible
from tests import layouts
from tests.clean.documents import document, texts

REPORT = layouts.report(12, 9)
STYLE = layouts.Style(lines=16, width=25)
DRESSES = (
    *("≡ {n} ≡", "〔{n}〕", "({n})", "（{n}）", "~{n}~", "P{n}", "Page {n} of {of}", "{n} 页", "页码：{n}"),
    *("{n}/{of}", "{n} / {of}", "共{of}页 第{n}页", "第 {n} 页（共 {of} 页）", "{n}｜示例区", "示例区 {n}"),
)


@pytest.mark.parametrize("dress", DRESSES)
def test_a_number_in_any_dress_stuck_to_the_last_line_of_its_page(dress):
    style = layouts.Style(lines=16, width=25, glued_form=dress)
    assert texts(clean(document(layouts.render(REPORT, style)))) == REPORT


@pytest.mark.parametrize("dress", DRESSES)
def test_a_number_in_any_dress_stuck_to_the_first_line_of_the_next_page(dress):
    lines = [line.text for line in layouts.set_lines(REPORT, STYLE)]
    pages = [lines[n : n + STYLE.lines] for n in range(0, len(lines), STYLE.lines)]
    for number, page in enumerate(pages[1:], 1):
        page[0] = dress.format(n=number, of=len(pages)) + page[0]
    raw = "\n".join(line for page in pages for line in page)
    assert texts(clean(document(raw))) == REPORT


def test_a_header_that_counts_and_a_number_stuck_to_the_text_are_both_found():
    style = layouts.Style(lines=16, width=25, headers=("示例区公报 第{n}页",), glued_form="〔{n}〕")
    assert texts(clean(document(layouts.render(REPORT, style)))) == REPORT


def test_items_of_a_list_at_like_distances_are_text():
    body = [p for p in layouts.report(5, 9) if len(p) > 60 and p[0] not in "（一二三四五六七八九"]
    items = [f"（{n}）" + "".join(body[n - 1 :])[:240] + "。" for n in range(1, 7)]
    assert texts(clean(document(layouts.render(items, STYLE)))) == items


def test_a_comma_that_ends_every_page_is_text():
    rows = layouts.set_lines(["".join(REPORT).replace("。", "，")], layouts.Style(width=25))
    lines = [row.text[:20] + "，" for row in rows[:48]]
    pages = [lines[n : n + 12] for n in range(0, 48, 12)]
    for number, page in enumerate(pages, 1):
        page[-1] += f"〔{number}〕"
    cleaned = clean(document("\n".join(line for page in pages for line in page)))
    assert [e.text for e in cleaned.edits if e.kind == "furniture"] == ["〔1〕", "〔2〕", "〔3〕", "〔4〕"]


def test_the_dress_of_a_known_form_may_be_wider_than_the_form():
    style = layouts.Style(lines=16, width=25, glued_form="共 {of} 页，第 {n} 页")
    assert texts(clean(document(layouts.render(REPORT, style)))) == REPORT


def test_what_sentences_end_in_is_no_dress():
    report = layouts.report(296, 5)  # 覆盖42个村（社区）。 and the like, a page apart
    assert texts(clean(document("\n".join(report)))) == report


def test_a_number_is_found_alike_by_its_dress_and_by_its_digits(monkeypatch):
    style = layouts.Style(lines=16, width=25, glued_form="≡ {n} ≡")
    slips = visible(document(layouts.render(REPORT, style) + "\n5\n≡\n全年 1234567≡"))
    by_dress = stuck.stuck_numbers(slips)
    monkeypatch.setattr(stuck, "_FEW_DRESSES", -1)
    assert stuck.stuck_numbers(slips) == by_dress
    assert [n.number for n in by_dress[:3]] == [1, 2, 3]
