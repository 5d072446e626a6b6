from tasks.clean import text as t


def test_runs_leave_out_white_space_between_chinese_and_digits():
    assert [run for _, run in t.stretches("截至 2023年 12 月")] == ["截至", "2023年", "12", "月"]


def test_runs_know_their_columns():
    assert t.stretches("　共 20 人") == [(1, "共"), (3, "20"), (6, "人")]
    assert t.stretches("共 20 人", 5) == [(5, "共"), (7, "20"), (10, "人")]


def test_a_space_between_latin_words_stays():
    assert t.joined("采用 Great Expectations 校验") == "采用Great Expectations校验"


def test_two_numbers_side_by_side_are_never_made_one():
    assert t.joined("合计  12\t34") == "合计12\t34"


def test_invisible_characters_are_left_out_and_told():
    assert t.bare("\ufeff绩\u200b效") == "绩效"
    assert t.controls("\ufeff绩\u200b效") == [(0, "\ufeff"), (2, "\u200b")]


def test_width_counts_digits_half_and_spaces_as_told():
    assert t.width("共20人", 0) == 4 + 2 + 2 + 4
    assert t.width("共 20 人", 1) == t.width("共20人", 0) + 2
