"""Generated reports with known truth: every figure is found, in whatever way it is written."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tasks.extract.quantities.find import quantities
from tasks.extract.quantities.lexicon import load_lexicon
from tasks.model import Paragraph

LEXICON = load_lexicon()
FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


@dataclass(frozen=True)
class Figure:
    """A figure as printed, with the words around it that are not part of it, and what it is."""

    before: str
    surface: str
    after: str
    kind: str
    value: Decimal | None
    base: Decimal | None


def spelled(number: int) -> str:
    """A whole number below 10,000 in Chinese numerals."""
    digits, magnitudes = "零一二三四五六七八九", ("", "十", "百", "千")
    printed = ""
    for place, digit in enumerate(map(int, str(number))):
        printed += digits[digit] + (magnitudes[len(str(number)) - place - 1] if digit else "")
    while "零零" in printed:
        printed = printed.replace("零零", "零")
    printed = printed.rstrip("零") or "零"
    return printed.removeprefix("一") if printed.startswith("一十") else printed


decimals = st.decimals(min_value=0, max_value=99_999, places=2, allow_nan=False).map(abs)
wholes = st.integers(min_value=0, max_value=2_000_000)


@st.composite
def money(draw: st.DrawFn) -> Figure:
    times, factor = draw(st.sampled_from([("", 1), ("万", 10**4), ("亿", 10**8)]))
    value = draw(decimals)
    printed = draw(st.sampled_from([f"{value}", f"{value:,}", f"{value}".translate(FULL_WIDTH)]))
    infix = draw(st.sampled_from(["", "余", "多"]))
    before = draw(
        st.sampled_from(["使用经费", "支出数为", "拨付资金共", "其中：基本支出约", "补助标准不超过"])
    )
    between, behind = draw(st.sampled_from([(infix, ""), ("", infix)])) if times else (infix, "")
    surface = f"{printed}{between}{times}{behind}元"
    return Figure(before, surface, "", "money", value, value * factor)


@st.composite
def count(draw: st.DrawFn) -> Figure:
    unit = draw(st.sampled_from(["人", "名", "户", "家", "人次", "场次", "个", "件", "台（套）"]))
    number = draw(wholes)
    form = draw(st.sampled_from(["plain", "grouped", "chinese", "full"]))
    if form == "chinese":
        number = number % 9_000 + 2
        printed = spelled(number)
    else:
        printed = {"plain": f"{number}", "grouped": f"{number:,}", "full": f"{number}".translate(FULL_WIDTH)}[
            form
        ]
    before = draw(st.sampled_from(["走访", "共培训", "办理事项近", "服务对象达到了", "购置设备"]))
    after = draw(st.sampled_from(["", "以上", "左右"]))
    return Figure(before, printed + unit, after, "count", Decimal(number), Decimal(number))


@st.composite
def percent(draw: st.DrawFn) -> Figure:
    value = draw(st.decimals(min_value=0, max_value=100, places=1, allow_nan=False).map(abs))
    sign = draw(st.sampled_from("%％"))
    before = draw(st.sampled_from(["执行率", "满意度≥", "完成率为", "同比增长"]))
    return Figure(before, f"{value}{sign}", "", "percent", value, value)


@st.composite
def score(draw: st.DrawFn) -> Figure:
    value = draw(st.decimals(min_value=0, max_value=100, places=1, allow_nan=False).map(abs))
    return Figure("自评得分为", f"{value}分", "", "score", value, value)


@st.composite
def day(draw: st.DrawFn) -> Figure:
    year = draw(st.integers(min_value=1990, max_value=2030))
    month = draw(st.integers(min_value=1, max_value=12))
    form, value = draw(
        st.sampled_from(
            [
                (f"{year}年", year),
                (f"{year}年度", year),
                (f"{year}年{month}月", None),
                (f"{month}月15日", None),
            ]
        )
    )
    before = draw(st.sampled_from(["截至", "", "于"]))
    return Figure(before, form, "工作推进", "date", None if value is None else Decimal(value), None)


@st.composite
def duration(draw: st.DrawFn) -> Figure:
    number = draw(st.integers(min_value=1, max_value=99))
    unit = draw(st.sampled_from(["天", "个月", "周岁", "小时", "个工作日"]))
    return Figure("连续", f"{number}{unit}", "", "duration", Decimal(number), Decimal(number))


MISSING = Figure("支出率：", "——%", "", "percent", None, None)
NOTHING = st.sampled_from(
    [
        "进一步加强管理",
        "“八一”期间",
        "落实“三公”要求",
        "一般性工作",
        "党的二十大精神",
        "统一部署",
        "优化5G网络",
    ]
)
figures = st.one_of(money(), count(), percent(), score(), day(), duration(), st.just(MISSING))


@given(
    st.sampled_from(["", "一、", "（三）", "2.", "二是"]),
    st.lists(st.one_of(figures, NOTHING), min_size=1, max_size=8),
    st.sampled_from(["，", "；", "。"]),
)
def test_generated_figures_are_all_found_and_nothing_else(
    marker: str, parts: list[Figure | str], mark: str
) -> None:
    text, truth = marker, []
    for part in parts:
        if isinstance(part, str):
            text += part + mark
            continue
        start = len(text) + len(part.before)
        truth.append((start, start + len(part.surface), part.kind, part.value, part.base))
        text += part.before + part.surface + part.after + mark
    found, _ = quantities([Paragraph(text, 1, ())], 2023, LEXICON)
    assert [
        (item.char_start, item.char_end, item.kind, item.value, item.value_base) for item in found
    ] == truth
