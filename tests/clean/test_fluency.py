from tasks.clean import fluency
from tasks.clean.fluency import Fluency
from tasks.clean.usage import shipped
from tests.clean.documents import rows

LINES = rows("退役军人服务中心", "服务中心的工作", "预算绩效管理", "绩效管理制度")
KNOWN = Fluency(LINES)


def test_pairs_the_document_has_within_lines_speak_for_a_join():
    assert KNOWN.join("建设服务", "中心大楼") > 1 > 0 > KNOWN.join("建设服务", "理制")


def test_digits_are_all_alike():
    counted = Fluency(rows("共计35人次", "共计48人次", "共计7人次"))
    assert counted.join("共计1", "人次") == counted.join("共计9", "人次") > 0


def test_usage_knows_what_a_short_document_does_not_show():
    taught = Fluency(LINES, shipped())
    assert taught.join("进一步提高人民生", "活水平") > taught.join("进一步提高人民生", "作方案") + 2
    assert taught.join("进一步提高人民生", "活水平") > KNOWN.join("进一步提高人民生", "活水平")


def test_sentences_begin_with_some_words_and_not_with_others():
    taught = Fluency(LINES, shipped())
    assert taught.start("我们坚持") > 0 > taught.start("们坚持")


def test_neither_is_ever_sure():
    taught = Fluency(LINES, shipped())
    for a in ("服务中", "，其中", "9.", "）", "A"):
        for b in ("心的", "，", "9", "理制", "a"):
            assert fluency.READS_WORST <= taught.join(a, b) <= fluency.READS_BEST
            assert -fluency.STARTS <= taught.start(b) <= fluency.STARTS
