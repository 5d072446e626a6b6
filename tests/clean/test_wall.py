import pytest

from tasks.clean import wall
from tasks.clean.rows import widened
from tests import layouts
from tests.clean.documents import one


def rows(paragraphs, style):
    lines = layouts.render(paragraphs, style).split("\n")
    return [one(text, n) for n, text in enumerate(lines, 1) if text.strip()]


def find(measured):
    return wall.find(measured, wall.broken(measured))


@pytest.mark.parametrize("width", [16, 18, 24, 33, 45, 60])
@pytest.mark.parametrize("seed", range(3))
def test_the_wall_is_where_broken_lines_agree(width, seed):
    found = find(rows(layouts.report(seed, 7), layouts.Style(width=width)))
    assert abs(found.width - 4 * width) <= 2


@pytest.mark.parametrize("indent", [0, 1, 2, 4])
def test_first_lines_agree_on_a_place_nearer_by_the_indent(indent):
    broken = wall.broken(rows(layouts.report(3, 9), layouts.Style(width=24, indent=indent)))
    assert wall.indent(broken, 4 * 24) == (4 * indent, True)


def test_lines_that_meet_in_punctuation_do_not_vote():
    assert wall.broken([one("一行写满十二个字正好到边，"), one("其余完成。")]).rows == []
    assert wall.broken([one("一行写满十二个字正好到边"), one("，其余完成。")]).rows == []
    assert wall.broken([one("一行写满十二个字正好到边"), one("其余完成。")]).rows == [0]


def test_text_whose_lines_end_by_themselves_has_no_wall():
    assert find([one(p, n) for n, p in enumerate(layouts.report(3, 6), 1)]) is None


def test_the_width_of_a_space_is_the_one_that_makes_lines_agree():
    tight = rows(layouts.report(4, 9), layouts.Style(width=26, spacing="both"))
    assert wall.space_width(tight, wall.broken(tight)) == 0
    assert widened(one("共 5 人"), 2).width == one("共 5 人").width + 4
