"""What a number measures and of whom: words of its clause, verbatim."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.extract.quantities.find import quantities
from tasks.extract.quantities.lexicon import load_lexicon
from tasks.model import Paragraph, Quantity

LEXICON = load_lexicon()


def read(text: str) -> list[Quantity]:
    return list(quantities([Paragraph(text, 1, ())], 2023, LEXICON)[0])


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("发放烈属慰问金6.1万元", "发放烈属慰问金"),
        ("组织23名烈属到外地祭扫", "烈属"),
        ("受理申请人数达到了219人", "受理申请人数"),
        ("我部门全年预算数为16,390万元", "我部门全年预算数"),
        ("其中：两参人员13人", "两参人员"),
        ("实有28人", "实有"),
        ("因公出国（境）费5万元", "因公出国（境）费"),
        ("（此外区财政补充64万）", "区财政补充"),
        ("13个镇（街）开展走访", "镇（街）"),
    ],
)
def test_a_number_measures_what_its_clause_names(text: str, measure: str) -> None:
    assert read(text)[0].measure == measure


def test_two_numbers_of_one_thing_share_its_name() -> None:
    assert [item.measure for item in read("发放临时救助580人次206万元")] == ["发放临时救助"] * 2


def test_a_change_is_of_the_figure_before_it() -> None:
    change = read("旅游收入达到69亿元，同比增长19.6%")[1]
    assert (change.measure, change.subject) == ("同比增长", "旅游收入")


def test_another_sentence_lends_no_words() -> None:
    assert read("发放慰问金6万元。7万元")[1].measure is None


@given(st.text(alphabet="共约预算支出数为（）境费“”，。和的等其中以来2023年万元名5%", max_size=30))
def test_measure_and_subject_are_verbatim(text: str) -> None:
    for item in read(text):
        assert item.measure is None or item.measure in text
        assert item.subject is None or item.subject in text


def test_the_label_of_a_row_is_the_measure_of_its_cells() -> None:
    assert [item.measure for item in read("单位：万元")] == []
    rows = quantities(
        [Paragraph("单位：万元", 1, ()), Paragraph("201 行政运行\t1,511.90\t8.37", 1, (), True)],
        2023,
        LEXICON,
    )[0]
    assert [item.measure for item in rows] == ["行政运行", "行政运行"]
