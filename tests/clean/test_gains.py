"""What each part of a gain says, on a report whose pages are known."""

import pytest

from tasks.clean import gains, order
from tasks.clean.exchanges import Exchange, pages
from tasks.clean.fluency import Fluency
from tasks.clean.layout import Layout
from tasks.clean.rows import row
from tasks.clean.scales import NEVER, Scales
from tasks.clean.sequence import Sequenced
from tasks.clean.usage import shipped
from tests import layouts

REPORT = [
    "示例区示例局部门整体支出绩效自评报告",
    "一、基本情况",
    "示例局是区人民政府组成部门，下设办公室、财务科和业务科，另有一个财政补助的事业单位，负责全区服务体系的运行和维护。",
    "二、主要成效",
    "全年新建站点三个，改造站点七个，为群众办理各类事项九千余件，群众满意度稳步提高，未发生有责投诉。",
    "三、存在的问题",
    "部分项目前期论证不够充分，个别指标设置偏低，绩效评价结果的应用还有待深化，台账资料的整理也不够规范。",
    "四、改进措施",
    "进一步细化预算编制，合理设置指标，加强部门之间的协调配合，把评价结果作为安排下一年度预算的重要依据。",
]
LAYOUT = Layout(wall=80, indent=8, indent_sure=True, gap=0, indented=False, space=0)
PAGE = 8  # lines


def sequenced(printed):
    """Printed lines as rows of pages, in an order that may change."""
    rows = [row(n + 1, text, 0, len(text), 0, n // PAGE + 1, 0) for n, text in enumerate(printed)]
    scales = Scales(LAYOUT)
    return Sequenced(rows, scales.along(rows), scales, Fluency(rows, shipped()))


def printed():
    return [r.text for r in layouts.set_lines(REPORT, layouts.Style(width=20))]


def torn(a, b, end, rest=0):
    """The lines with `b:end` carried up before `a:b`, but for its last characters."""
    out = printed()
    block, left = out[b:end], out[end - 1][-rest:] if rest else ""
    block[-1] = block[-1][: len(block[-1]) - rest]
    return [*out[:a], *block, *out[a:b], *([left] if rest else []), *out[end:]]


def find(opening):
    return next(n for n, line in enumerate(printed()) if line.startswith(opening))


def displaced():
    """A heading and its paragraph, the paragraph emitted first, its last character left behind."""
    a, end = find("三、"), find("四、")
    text = sequenced(torn(a, a + 1, end, rest=1))
    return text, Exchange(a, a + end - a - 1, end, True)


def test_a_promise_is_about_what_is_gained():
    text, x = displaced()
    hope = gains.promise(text, x)
    assert hope.gain == pytest.approx(gains.gain_of(text, (x,)), abs=3)
    assert hope.gain > order.MARGIN
    assert hope.inside == pytest.approx(hope.gain - hope.above - hope.below)


def test_a_remainder_must_fit_on_the_line_that_left_it():
    a, end = find("三、"), find("四、")
    text = sequenced(torn(a, a + 1, end, rest=2))
    short, full = end - 1, a + 2  # the last row of the block, and one that fills its line
    assert gains.left_behind(text, Exchange(a, short, end, True)) > 0
    assert gains.left_behind(text, Exchange(a, full, end, True)) == NEVER


def test_a_longer_remainder_is_less_usual():
    a, end = find("三、"), find("四、")
    shapes = []
    for rest in (1, 2):
        text = sequenced(torn(a, a + 1, end, rest))
        shapes.append(gains.shape(text, Exchange(a, a + end - a - 1, end, True)))
    assert shapes[0] - shapes[1] == pytest.approx(gains.LONGER)


def test_ordinals_count_only_where_both_blocks_have_some():
    text = sequenced(torn(find("二、"), find("三、"), find("四、")))
    a, b, end = find("二、"), find("二、") + find("四、") - find("三、"), find("四、")
    assert gains.renumbered(text, Exchange(a, b, end, False)) > 5
    assert gains.renumbered(text, Exchange(a, a + 1, b, False)) == 0


def test_another_first_row_than_the_one_found_wants_a_reason():
    text = sequenced(printed())
    assert gains.opening(text, Exchange(0, 1, 2, False)) <= -gains.FIRST
    assert gains.opening(text, Exchange(1, 2, 3, False)) == 0


def test_exchanges_that_meet_share_a_seam():
    text = sequenced(printed())
    x, y = Exchange(2, 4, 6, False), Exchange(6, 8, 10, False)
    both = gains.promise(text, x).gain + gains.promise(text, y).gain + gains.meeting(text, x, y)
    assert both == pytest.approx(gains.gain_of(text, (x, y)), abs=3)


def test_a_page_asks_where_one_of_its_seams_is_in_doubt():
    text = sequenced(printed())
    ((lo, hi, asks),) = pages(text, [PAGE + 2])
    assert (lo, hi, asks) == (PAGE, 2 * PAGE, {PAGE + 2})
    assert {page[:2] for page in pages(text, [PAGE])} == {(0, PAGE), (PAGE, 2 * PAGE)}


def test_a_page_edge_between_two_paragraphs_waits_for_an_exchange_beside_it():
    items = [f"{n}.第{n}项工作已经做完。" for n in range(1, 2 * PAGE + 1)]
    tidy = sequenced(items)
    assert (tidy.doubtful, tidy.at_ease) == ([PAGE], {PAGE})
    torn = sequenced([*items[: PAGE - 1], f"{PAGE}.第{PAGE}项工作还没有做完，", *items[PAGE:]])
    assert (torn.doubtful, torn.at_ease) == ([PAGE], set())
