"""The table of usage: counted, written, read and looked up."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.clean import training, usage

TEXTS = [["全面落实各项任务。", "落实责任。"], ["落实各项措施，落实到人。"]]
READ = usage.parse(training.table(training.counted(TEXTS)))


def test_runs_that_only_one_text_has_are_no_usage():
    runs = training.counted(TEXTS)
    assert runs["落实"] == 4
    assert runs["落实各"] == 2
    assert "实责" not in runs


def test_a_pair_is_found_again():
    assert READ.pair("落", "实") == pytest.approx(4)
    assert READ.pair("落", "责") == READ.pair("无", "实") == 0


def test_a_triple_is_found_with_all_that_begin_like_it():
    runs = Counter({"落": 9, "实": 9, "各": 4, "落实": 8, "实各": 4, "落实各": 4, "落实责": 4, "各项": 2})
    table = usage.parse(training.table(runs))
    assert table.triple("落", "实", "各") == pytest.approx((4, 8))
    assert table.triple("落", "实", "项") == pytest.approx((0, 8))
    assert table.triple("各", "项", "工") == (0, 0)


def test_what_is_used_alike_is_written_alike():
    assert usage.alike("共计35人次，") == usage.alike("共计 48人次、") == "共计００人次，"
    assert usage.alike("完成！\n（A") == "完成。\n（Ａ"


@given(st.integers(1, 10**6))
def test_a_level_tells_a_count_to_a_tenth(count):
    read = usage.parse(training.table(Counter({"绩": count, "效": 1, "绩效": count + 1})))
    assert read.single("绩") == pytest.approx(count, rel=0.1)


def test_the_table_that_is_shipped_knows_the_language():
    table = usage.shipped()
    assert table.size > 10**6
    assert table.pair("工", "作") > 100 > table.pair("作", "工")
    assert table.triple("工", "作", "的")[0] > 1


def test_a_table_is_made_with_one_command(tmp_path, capsys):
    for n, paragraphs in enumerate(TEXTS):
        (tmp_path / f"{n}.txt").write_text("\n".join(paragraphs), "utf-8")
    out = tmp_path / usage.TABLE
    training.main(str(out), str(tmp_path / "0.txt"), str(tmp_path / "1.txt"))
    assert out.stat().st_size > 0
    assert "bytes" in capsys.readouterr().out
