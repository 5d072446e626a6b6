from tasks.clean.fluency import Fluency
from tests.clean.documents import rows

KNOWN = Fluency(rows("退役军人服务中心", "服务中心的工作", "预算绩效管理", "绩效管理制度"))


def test_pairs_the_document_has_within_lines_speak_for_a_join():
    assert KNOWN.join("建设服务", "中心大楼") > 1 > 0 > KNOWN.join("建设服务", "理制")


def test_digits_are_all_alike():
    counted = Fluency(rows("共计35人次", "共计48人次", "共计7人次"))
    assert counted.join("共计1", "人次") == counted.join("共计9", "人次") > 0
