"""Empty cells: those that are passed over unread would say nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.extract.indicators.blanks import named_behind
from tasks.extract.indicators.catalogue import load_catalogue
from tasks.extract.indicators.endings import endings, last_names
from tasks.extract.indicators.matter import matter_of
from tests.extract.reading import identity_of

NAMES = endings(["培训费", "会议费", "因公出国（境）费"])
MATTER = matter_of(identity_of("final_accounts"), load_catalogue())
MONEY = MATTER.theme.kinds["money"].before
PIECES = st.sampled_from([*sorted(MONEY), "（", "）", "（万元）", "(元)", "、", "数", "。"])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("本年培训费", ["培训费"]),
        ("本年培训费数", ["培训费"]),  # one character more
        ("本年培训费用数", []),
        ("会议费（万元）", ["会议费"]),
        ("会议费（）(元)数", ["会议费"]),
        ("因公出国（境）费（元）", ["因公出国（境）费"]),
        ("会议费）", ["会议费"]),  # a bracket that was never opened is one character
        ("", []),
    ],
)
def test_a_name_ends_a_cell_brackets_and_one_character_apart(text, found):
    assert list(last_names(text, NAMES)) == found


@given(st.lists(PIECES, min_size=1, max_size=5).map("".join))
def test_an_empty_cell_that_ends_with_no_name_says_nothing(text):
    if not list(last_names(text, endings(MONEY))):
        assert named_behind(text, MATTER) == []
