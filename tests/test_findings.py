"""What findings say: in Chinese and in English, each kind declared once."""

from __future__ import annotations

import importlib
import pkgutil
import re
import string

import pytest

import tasks.collect
import tasks.extract
from tasks.extract.doubts import reading_warnings
from tasks.findings import Rule, Said, apart
from tasks.model import Document
from tasks.publish.site.rules import DECLARED_IN, rule_name, rules

CHINESE = re.compile(r"[一-鿿]")
LATIN = re.compile(r"[A-Za-z]")
QUOTED = re.compile(r"“[^”]*”|\{\w+\}")


def declared() -> list[Rule]:
    values = (v for module in DECLARED_IN for v in vars(module).values())
    return [r for v in values for r in (v if isinstance(v, tuple) else (v,)) if isinstance(r, Rule)]


def words_of(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("rule", declared(), ids=lambda rule: f"{rule.id}-{rule.holds}")
def test_every_kind_has_a_name_and_a_sentence_in_both_languages(rule: Rule) -> None:
    assert CHINESE.search(rule.name.zh)
    assert not LATIN.search(rule.name.zh)
    assert len(rule.name.zh) <= 10
    assert not CHINESE.search(rule.name.en)
    assert not LATIN.search(QUOTED.sub("", rule.sentence.zh))
    assert not CHINESE.search(QUOTED.sub("", rule.sentence.en))
    assert words_of(rule.sentence.zh) == words_of(rule.sentence.en)


def test_kinds_of_one_name_are_one_kind() -> None:
    named = {rule.id: rule.name for rule in declared()}
    assert named == {name: rule.name for name, rule in rules().items()}
    assert len({rule.name for rule in rules().values()}) == len(rules())


def test_no_module_declares_a_kind_that_the_pages_do_not_know() -> None:
    for package in (tasks.extract, tasks.collect):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(found.name)
            own = [v for v in vars(module).values() if isinstance(v, Rule)]
            assert all(rule.id in rules() for rule in own), found.name


def test_a_finding_is_told_in_both_languages() -> None:
    rule = Rule("r", "info", False, Said("名", "Name"), Said("{who}说{n}", "{who} says {n}"))
    found = rule.finding(("1元",), (3,), who=Said("甲", "A"), n=2)
    assert (found.message, found.message_en, found.rule_zh) == ("甲说2", "A says 2", "名")
    assert (found.values, found.paragraphs) == (("1元",), (3,))
    assert rule.row("x", ["1元"], [3], who="{n}", n=2)["message"] == "{n}说2"  # what is printed is no pattern


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("empty: the file has no bytes (空文件)", "空文件", "empty: the file has no bytes"),
        ("no year (未能确定年度); no place (未能定地区)", "未能确定年度；未能定地区", "no year; no place"),
        ("plain (and simple)", "plain (and simple)", "plain (and simple)"),
    ],
)  # fmt: skip
def test_a_reason_in_two_languages_is_told_in_one(text: str, zh: str, en: str) -> None:
    assert apart(text) == (zh, en)


def test_what_a_reader_noted_keeps_its_page_and_its_excerpt() -> None:
    noted = (
        "page 3, 4 and 2 more: a figure is unsure (数字存疑): 12万元",
        "a sheet was left out (工作表已略去)",
    )
    paged, whole = reading_warnings(Document("text/plain", None, (), None, noted))
    assert paged.message == "第3、4页及另2页：数字存疑：12万元"
    assert paged.message_en == "page 3, 4 and 2 more: a figure is unsure: 12万元"
    assert (whole.message, whole.message_en) == ("工作表已略去", "a sheet was left out")


def test_a_kind_of_an_older_release_keeps_its_id() -> None:
    assert rule_name("no_longer_there") == ("no_longer_there", "no_longer_there")
