"""The site as files: nothing from a report acts, nothing is loaded; what its pages are put together from."""

from __future__ import annotations

import json
import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from tasks.model import Piece
from tasks.publish.site.build import site_files
from tasks.publish.site.marks import Span, segments
from tasks.publish.site.panel import trend
from tasks.publish.site.quality import coverage, quality_page
from tasks.publish.site.rawlines import beside, raw_lines, runs
from tasks.publish.site.render import figure, script_json
from tasks.publish.site.values import SiteInput
from tests.publish.sites import site


def test_text_of_reports_cannot_act() -> None:
    for path, data in site("hostile").files.items():
        if path.endswith(".html"):
            text = data.decode()
            assert "<script>alert" not in text
            assert "<img" not in text
            assert "\u2028" not in "".join(re.findall(r"<script.*?</script>", text, re.S))
            for node in LexborHTMLParser(text).css("script"):
                assert node.attributes.get("src") or node.attributes.get("type") == "application/json"


def test_findings_are_told_in_the_language_of_the_view() -> None:
    made, files = site("samples").made, site("samples").files
    failing = [f for f in made.tables["findings"].to_pylist() if not f["holds"]]
    assert failing
    grid = json.loads(re.search(rb'id="findings">(.*?)</script>', files["report/findings.html"])[1])  # type: ignore[index]
    rule = next(column for column in grid["columns"] if column["name"] == "rule")
    for found in failing:
        assert rule["words"][found["rule"]][0] == found["rule_zh"]
        page = LexborHTMLParser(files[f"report/r/{found['report_id']}.html"].decode()).css_first("#findings")
        for language, sentence in (("zh", found["message"]), ("en", found["message_en"])):
            assert sentence in [node.text() for node in page.css(f"span.{language}")]


def test_at_the_size_of_a_country_the_map_is_a_line_a_province() -> None:
    made = site("samples").made
    (row,) = made.tables["district_year"].slice(0, 1).to_pylist()
    headline = [
        row | {"division_code": f"{code}", "province": f"{code // 10_000}省", "fiscal_year": year,
               "report_id": f"{code:010d}{year:06d}", "findings_failed": code // 105 % 7 // 6}
        for code in range(110_000, 410_000, 105)
        for year in range(2015, 2024)
        if code % 4 or year > 2016
    ]  # fmt: skip
    covered = coverage(headline)
    first = covered["provinces"][0]["years"][0]
    assert (first["held"], first["of"], first["percent"], first["step"]) == (72, 96, 75, 1)
    drawn = quality_page(SiteInput("x", made.tables, []), made.tables["reports"].to_pylist(), headline, [])
    assert len(drawn) < 5_000_000
    provinces = LexborHTMLParser(drawn.decode()).css(".heats details")
    assert len(provinces) == len(covered["provinces"]) == 30
    assert provinces[0].css_first("summary .share").text() == f"75%▲{first['failing']}"


def test_pages_load_nothing_from_elsewhere() -> None:
    for which in ("samples", "hostile"):
        for path, data in site(which).files.items():
            if path.endswith(".html"):
                assert not re.search(rb'(src|href)="(https?:)?//', data), path


def test_the_same_release_gives_the_same_site() -> None:
    made = site("samples").made
    again = site_files(SiteInput("x", made.tables, [], pieces=made.pieces))
    assert again == site_files(SiteInput("x", made.tables, [], pieces=made.pieces))


def test_without_provenance_a_page_shows_the_cleaned_text_and_says_so() -> None:
    files = site_files(SiteInput("x", site("samples").made.tables, []))
    report_id = site("samples").made.tables["quantities"]["report_id"][0].as_py()
    assert "只显示清理后文本" in files[f"report/r/{report_id}.html"].decode()


def test_raw_lines_come_back_from_pieces_and_furniture() -> None:
    pieces = ((Piece(0, 2, 2, 4), Piece(4, 4, 0, 2)),)
    furniture = [{"line_start": 3, "line_end": 3, "column_start": 1, "text": "- 1 -"}]
    lines = raw_lines(["全年预算12"], pieces, furniture)
    assert lines == {2: "  全年预算", 3: " - 1 -", 4: "12"}
    cuts = dict(beside(lines, pieces[0], {"q=0": (4, 6)}))
    assert [(c.text, c.own, c.tags) for c in cuts[4]] == [("12", True, ("q=0",))]
    assert [(r.line, r.start, r.end) for r in runs(pieces[0], 2, 5)] == [(2, 4, 6), (4, 0, 1)]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12)), max_size=6))
def test_segments_are_the_text_again_whatever_the_spans(text: str, pairs: list[tuple[int, int]]) -> None:
    spans = [
        Span(f"q={i}", start, min(len(text), start + size), "q")
        for i, (start, size) in enumerate(pairs)
        if start < len(text)
    ]
    cut = segments(text, spans)
    assert "".join(s.text for s in cut) == text
    for span in spans:
        assert "".join(s.text for s in cut if span in s.spans) == text[span.start : span.end]


@settings(max_examples=60, deadline=None)
@given(st.recursive(st.none() | st.text() | st.floats(allow_nan=False), lambda x: st.lists(x), max_leaves=6))
def test_json_in_a_script_comes_back_and_cannot_end_it(value: Any) -> None:
    text = str(script_json(value))
    assert json.loads(text) == value
    assert not set(text) & set("<>&\u2028\u2029")


def test_figures_keep_every_digit() -> None:
    assert [figure(v) for v in (163900000.0, 91.3, 0.05, -1234.5, -0.5, None, 12, 1e21)] == [
        "163,900,000", "91.3", "0.05", "-1,234.5", "-0.5", "—", "12", "1,000,000,000,000,000,000,000",
    ]  # fmt: skip


def test_a_trend_is_drawn_on_the_units_that_report_every_year() -> None:
    def row(code: str, year: int, value: float) -> dict[str, Any]:
        return {"division_code": code, "department_type": "water", "report_type": "x"} | {
            "fiscal_year": year,
            "budget": value,
        }

    rows = [row("1", 2021, 10), row("1", 2022, 11), row("2", 2021, 20), row("2", 2022, 22), row("3", 2022, 1)]
    found = trend(rows, "budget")
    assert (found.years, found.units) == ((2021, 2022), 2)
    assert [(p.panel, p.everyone, p.reports) for p in found.points] == [(15, 15, 2), (16.5, 11, 3)]
