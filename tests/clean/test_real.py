"""Cleaning of real documents, where they are at hand (YEARBOOK_REAL names the folder)."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path

import pytest

from tasks.clean import clean
from tests.clean.documents import document, texts

REAL = Path(os.environ.get("YEARBOOK_REAL", ""))
pytestmark = pytest.mark.skipif(
    not os.environ.get("YEARBOOK_REAL"), reason="YEARBOOK_REAL does not name a folder of real documents"
)


def cases() -> list[Path]:
    return sorted((REAL / "cleaning/cases").glob("*.raw.txt")) if os.environ.get("YEARBOOK_REAL") else []


def squeezed(lines: list[str]) -> list[str]:
    return [line for line in (re.sub(r"\s+", "", text) for text in lines) if line]


def f1(truth: list[str], found: list[str]) -> float:
    hits = sum((Counter(truth) & Counter(found)).values())
    return 2 * hits / (len(truth) + len(found))


def seed(number: str) -> list[str]:
    (path,) = (REAL / "reports/seeds").glob(f"{number}_*.txt")
    return texts(clean(document(path.read_text("utf-8-sig"))))


OPENINGS = """
附件2 部门名称2021 一、基本 （一）部门 广州市增 （二）年度
一、坚持 一是加强 二是认真 三是加强 四是坚持
二、加强 一是健全 二是开展 三是过好 四是开展 六是做好 七是深入
三、大力 一是搭建 二是落实 三是扎实 四是持续
四、用心 一是推进 二是做好 三是做好 四是完成
五、加强 一是健全 二是主动 三是坚持
六、维护 一是做好 二是开展 三是做好
（三）部 一、2021 二、1-12 三、支出 四、2021 五、非税
（四）部 （一）项 （二）项 （三）项
二、综合 （一）自 一、年度 二、年度 三、管理 （二）各
1.优抚 2.优抚 3.优抚 4.自主 5.退役 6.双拥 （三）主 所有资金
三、存在 （一）拥 （二）服 （三）信 四、下一
（一）进 （二）进 （三）进 （四）进 （五）进
"""


def test_the_first_seed_is_exactly_its_clean_text():
    truth = (REAL / "gold/panyu_2023.clean.txt").read_text("utf-8").splitlines()
    assert seed("000") == truth


def test_the_second_seed_has_the_right_paragraphs_in_the_right_order():
    found = seed("001")
    wanted = OPENINGS.split()
    assert [text[: len(opening)] for text, opening in zip(found, wanted, strict=True)] == wanted
    unstopped = [n for n, text in enumerate(found) if len(text) > 40 and text[-1] not in "。；"]
    assert len(unstopped) == 1  # the source itself lost one full stop
    endings = {
        8: "4次。",
        9: "英名录》。",
        34: "意识。",
        35: "总体稳定。",
        37: "0万元。",
        41: "1.24万元。",
        44: "规定。",
    }
    assert all(found[n].endswith(ending) for n, ending in endings.items())
    assert "专线宣传线路" in found[34]


def test_the_second_seed_needs_five_moves_and_one_split():
    (path,) = (REAL / "reports/seeds").glob("001_*.txt")
    kinds = Counter(edit.kind for edit in clean(document(path.read_text("utf-8-sig"))).edits)
    assert (kinds["move"], kinds["split"], kinds["furniture"]) == (5, 1, 0)


@pytest.mark.parametrize("year", [2012, 2013, 2014, 2016, 2017, 2018, 2019])
def test_a_text_that_is_clean_already_is_left_as_it_is(year):
    raw = (REAL / f"reports/public/hailar_gwr_{year}.txt").read_bytes().decode("gb18030")
    cleaned = clean(document(raw))
    assert squeezed(texts(cleaned)) == squeezed(re.split("\r\n|\r|\n", raw))
    assert not cleaned.edits


@pytest.mark.parametrize("path", cases(), ids=lambda p: p.name.removesuffix(".raw.txt"))
def test_cases(path):
    truth = squeezed(path.with_name(path.name.replace(".raw.", ".truth.")).read_text("utf-8").splitlines())
    cleaned = clean(document(path.read_text("utf-8")))
    found = squeezed(texts(cleaned))
    assert Counter("".join(truth)) == Counter("".join(found))
    assert f1(truth, found) >= (0.88 if "misplaced" in path.name else 0.95)
    again = clean(document("\n".join(texts(cleaned))))
    assert texts(again) == texts(cleaned)
    assert not again.edits
