"""What things are called on the pages, in both languages, from where they are declared."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from expectations.declaration import tables
from expectations.derived import DERIVED
from tasks.extract.indicators.catalogue import load_catalogue


@dataclass(frozen=True, slots=True)
class Name:
    """A name in Chinese and English."""

    zh: str
    en: str


WORDS: dict[str, Name] = {
    key: Name(*value.split("|"))
    for key, value in {
        "published": "已发布|published", "superseded": "已被更新|superseded", "withdrawn": "已撤回|withdrawn",
        "template": "空白模板|blank template", "quarantined": "已隔离|quarantined",
        "self_evaluation": "绩效自评报告|self-evaluation", "final_accounts": "决算|final accounts",
        "budget": "预算|budget", "work_report": "政府工作报告|work report",
        "project_evaluation": "项目绩效评价|project evaluation", "other": "其他|other",
        "critical": "致命|critical", "error": "错误|error", "warning": "警告|warning", "info": "提示|info",
        "money": "金额|money", "count": "数量|count", "percent": "百分比|percent", "ratio": "比|ratio",
        "score": "分值|score", "date": "日期|date", "duration": "时长|duration", "ordinal": "序数|ordinal",
        "identifier": "编号|identifier", "reported": "报告值|reported", "stated_none": "报告称无|stated none",
        "conflicting": "前后不一|conflicting", "corrected": "已更正|corrected",
        "join": "接合|joins", "move": "归位|moves", "furniture": "页面元素|furniture",
        "split": "拆分|splits", "doubt": "存疑|doubts",
        "ge": "不低于|at least", "le": "不超过|at most", "gt": "超过|more than", "lt": "少于|less than",
        "about": "约|about", "department": "部门|department", "unit": "单位|unit",
        "explicit": "明示|explicit", "implicit": "按上下文|from context", "as_of": "截至|as of",
        "cumulative_to": "累计至|cumulative to", "since": "自…以来|since", "at": "于|at",
        "eve_of": "前夕|eve of",
    }.items()
}  # fmt: skip


def word(key: str | None) -> Name:
    """The name of a declared value; the value itself where it has none."""
    return WORDS.get(key or "", Name(key or "—", key or "—"))


def indicator(name: str) -> Name:
    """The name of an indicator."""
    declared = load_catalogue().indicators.get(name)
    return Name(declared.zh, declared.en) if declared else Name(name, name)


@cache
def _places() -> dict[str, int]:
    return {name: place for place, name in enumerate(load_catalogue().indicators)}


def place_of(indicator: str) -> int:
    """Where an indicator stands in the catalogue: what matters most goes first."""
    return _places().get(indicator, len(_places()))


def unit_of(indicator: str) -> str:
    """The unit in which the values of an indicator are shown; nothing for a text."""
    declared = load_catalogue().indicators.get(indicator)
    return declared.unit if declared else ""


def department(name: str | None) -> Name:
    """The name of a department type."""
    return _departments().get(name or "", Name(name or "—", name or "—"))


def key_of(name: str) -> str | None:
    """The declared value that a name in either language is of; a value is its own name."""
    return next((key for key, known in WORDS.items() if name in (key, known.zh, known.en)), None)


def department_of(name: str) -> str | None:
    """The department type that a name in either language is of; an id is its own name."""
    return next((key for key, known in _departments().items() if name in (key, known.zh, known.en)), None)


def table(name: str) -> Name:
    """The name of a table."""
    declared = {t.name: t for t in (*tables().values(), *DERIVED)}.get(name)
    return Name(declared.zh, declared.en) if declared else Name(name, name)


@cache
def _departments() -> dict[str, Name]:
    declared = yaml.safe_load((files("data.reference") / "departments.yaml").read_text("utf-8"))
    return {d["id"]: Name(d["zh"], d["en"]) for d in declared["types"]}
