"""The samples are what they say they are: generated, marked, and true to their figures."""

from __future__ import annotations

import csv
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from typing import get_args

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.samples import HERE, RAW, UNREADABLE_FILE, raw_files, truth
from tests.samples.declared import REPORTS, SCANNED
from tests.samples.layout import CLOSING, OPENING, Layout, Shape, broken, render, width
from tests.samples.places import places
from tests.samples.report import BUREAUS, Place, Report, Truth
from tests.samples.scan import scanned_pdf
from tests.samples.synthetic import PLACES, generate

ENCODINGS = {report.file: report.layout.encoding for report in REPORTS}
PARAGRAPHS = {name: list(zip(t.kinds, t.paragraphs, strict=True)) for name, t in truth().items()}
SHAPES: st.SearchStrategy[tuple[Shape, ...]] = st.sets(st.sampled_from(get_args(Shape))).map(tuple)


def amounts(report: Truth) -> dict[str, Decimal]:
    return {fact.indicator: Decimal(fact.value_base) for fact in report.indicators if fact.value_base}


def test_data_raw_is_what_the_generator_makes() -> None:
    for name, content in raw_files().items():
        assert (RAW / name).read_bytes() == content, f"run python -m tests.samples: {name} has drifted"


def test_every_sample_says_that_it_is_one() -> None:
    for name, content in raw_files().items():
        assert "示例" in name
        if name not in (UNREADABLE_FILE, SCANNED.file):  # the scan says it in print
            assert "示例" in content.decode(ENCODINGS.get(name, "utf-8"))


def test_the_scan_is_of_the_report_that_is_declared() -> None:
    pages = pypdfium2.PdfDocument(scanned_pdf())
    assert [page.get_textpage().count_chars() for page in pages] == [0]
    assert any("示例文本" in text for text in truth()[SCANNED.file].paragraphs)
    assert len(scanned_pdf()) < 150_000
    ink = 255 - pages[0].render(scale=1, grayscale=True).to_numpy()
    assert 0.02 < ink.mean() / 255 < 0.2, "black on white"


def test_four_districts_report_three_years_each() -> None:
    years = Counter((report.place.code, report.bureau.name) for report in REPORTS if not report.supersedes)
    assert len({code for code, _ in years}) == 4
    assert sum(count == 3 for count in years.values()) == 4
    assert len(raw_files()) == 17


@pytest.mark.parametrize("report", truth().values(), ids=lambda report: report.file)
def test_every_indicator_slices_verbatim(report: Truth) -> None:
    for fact in report.indicators:
        assert report.paragraphs[fact.paragraph][fact.start : fact.end] == fact.printed


@pytest.mark.parametrize("report", truth().values(), ids=lambda report: report.file)
def test_figures_agree_unless_the_report_says_that_they_do_not(report: Truth) -> None:
    assert (report.contradiction is None) == figures_agree(report)


def figures_agree(report: Truth) -> bool:
    found = amounts(report)
    spent, budget = found["expenditure_total"], found["budget_total"]
    rate = (spent / budget * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    travel = found.get("overseas_travel_expenditure", Decimal(0))  # absent where stated as none
    vehicles, reception = found["official_vehicle_expenditure"], found["official_reception_expenditure"]
    return (
        found["basic_expenditure"] + found["project_expenditure"] == spent
        and found["general_public_budget"] + found["government_fund_budget"] == budget
        and travel + vehicles + reception == found["three_public_expenditure"]
        and found["execution_rate"] == rate
        and found["actual_staff"] <= found["authorised_posts"]
    )


def test_a_corrected_version_differs_from_the_first_where_it_was_wrong() -> None:
    truths = truth()
    (second,) = (each for each in truths.values() if each.supersedes)
    first = truths[str(second.supersedes)]
    assert first.identity == second.identity
    changed = {k for k, value in amounts(second).items() if amounts(first)[k] != value}
    assert changed == {"three_public_expenditure"}


def test_one_target_is_missed() -> None:
    targets = [target for report in truth().values() for target in report.targets]
    assert [t["actual_printed"] for t in targets if t["met"] is False] == ["89.4%"]
    assert {t["target_printed"] for t in targets if t["met"] is None} == {"逐步增强"}


def test_accounts_have_no_stray_columns() -> None:
    with (HERE / "accounts.csv").open(encoding="utf-8", newline="") as source:
        assert all(None not in row and None not in row.values() for row in csv.DictReader(source))


def test_an_opening_mark_goes_down_with_what_it_opens() -> None:
    assert broken("退役士兵共299人（其中女兵3人）。", 11, 2) == ["退役士兵共299人", "（其中女兵3人）。"]


def test_a_closing_mark_hangs_over_the_margin() -> None:
    assert broken("接收退役士兵，发放补助", 8, 2) == ["接收退役士兵，", "发放补助"]


@given(st.text("全年共（）“”，。12 3万元", min_size=1, max_size=200), st.integers(24, 36))
def test_lines_keep_to_their_width(text: str, limit: int) -> None:
    text = text.strip()
    lines = broken(text, limit, 2)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for line in lines:
        assert width(line) <= limit + 1 or not (set(line) - OPENING - CLOSING - set("0123456789 "))


@given(SHAPES, st.integers(0, 99), st.sampled_from(REPORTS))
def test_layout_loses_and_invents_nothing(shapes: tuple[Shape, ...], seed: int, report: Report) -> None:
    paragraphs = PARAGRAPHS[report.file]
    layout = Layout(displaced=shapes, seed=seed)
    text = render(paragraphs, layout).decode()
    assert Counter("".join(text.split())) == Counter("".join("".join(t.split()) for _, t in paragraphs))


@given(
    st.sampled_from(PLACES), st.sampled_from(sorted(BUREAUS)), st.integers(2015, 2024), st.integers(0, 10**6)
)
def test_generated_reports_are_true(place: Place, department: str, year: int, seed: int) -> None:
    content, report = generate(place, department, year, seed)
    assert (content, report) == generate(place, department, year, seed)
    assert report.identity["fiscal_year"] == year
    assert figures_agree(report)
    for fact in report.indicators:
        assert report.paragraphs[fact.paragraph][fact.start : fact.end] == fact.printed


def test_places_are_those_of_their_year() -> None:
    then, now = ({place.code: place for place in places(year)} for year in (2015, 2022))
    assert then["510124"].printed == "郫县"
    assert now["510117"].printed == "成都市郫都区"
    assert now["110105"].printed == "北京市朝阳区"
    assert "510124" not in now
    assert len(now) > 2800
