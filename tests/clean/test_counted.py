import pytest

from tasks.clean import clean
from tests import layouts
from tests.clean.documents import document, texts

REPORT = layouts.report(12, 9)
TEXT = "一行正文写了二十来个字还没有写完一句话的样子"
FORMS = (
    *(
        "[{n}]",
        "({n})",
        "~ {n} ~",
        "* {n} *",
        "|{n}|",
        "{n} | {of}",
        "{n}/{of}",
        "{n} 页",
        "页码：{n}",
        "-{n}",
    ),
    *("P{n}", "Page {n} of {of}", "第{n}页/共{of}页", "http://www.example.cn/t/{n}.html", "示例局年报 {n}"),
)


def cleaned(**style):
    return texts(clean(document(layouts.render(REPORT, layouts.Style(lines=16, width=25, **style)))))


@pytest.mark.parametrize("form", FORMS)
def test_a_line_counts_the_pages_in_whatever_form(form):
    assert cleaned(form=form) == REPORT


@pytest.mark.parametrize("form", ["{n}", "{n}/{of}", "—{n}—", "第{n}页 共{of}页"])
def test_a_number_stuck_to_the_last_line_of_each_page(form):
    assert cleaned(glued_form=form) == REPORT


def test_headers_that_count_may_differ_on_odd_and_even_pages():
    assert cleaned(headers=("{n} 示例区示例局", "绩效自评报告 {n}")) == REPORT


def test_numbered_lines_between_finished_sentences_are_text():
    items = [line for n in range(1, 6) for line in (f"示例项目{n}", *["工作全部按期完成。"] * 12)]
    assert texts(clean(document("\n".join(items)))) == items


def test_numbers_at_like_distances_are_text_unless_they_count():
    lines = [TEXT + (str(n * 7 % 13) if n % 9 == 8 else "的") for n in range(60)]
    assert not [e for e in clean(document("\n".join(lines))).edits if e.kind == "furniture"]


def test_headings_that_say_the_same_are_text():
    heads = ("（一）主要成效", "（二）主要成效", "（三）主要成效")
    body = [p for p in REPORT if len(p) > 60]
    report = [
        line for n, head in enumerate(heads) for line in (head, "".join(body[3 * n : 3 * n + 3]) + "共有")
    ]
    assert not [
        e
        for e in clean(document(layouts.render(report, layouts.Style(width=25)))).edits
        if e.kind == "furniture"
    ]
