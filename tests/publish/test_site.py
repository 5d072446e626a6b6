"""The site as files: links land, values equal the tables, nothing from a report acts, pages stay small."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from tasks.check.verdicts import Verdict
from tasks.model import Piece
from tasks.publish.site.build import site_files
from tasks.publish.site.marks import Span, segments
from tasks.publish.site.panel import trend
from tasks.publish.site.rawlines import beside, raw_lines, runs
from tasks.publish.site.render import figure, script_json
from tasks.publish.site.values import Earlier, SiteInput
from tests.releases import Made, release_of
from tests.samples import raw_files

HOSTILE = "\n".join(
    (
        "昆山市水利局2022年度部门整体支出绩效自评报告",
        "一、基本情况",
        "</script><script>alert(1)</script><img src=x onerror=alert(2)>全年预算数1200万元，支出数900万元。",
        "=cmd|'/C calc'!A0，\"引号\"与'撇号'，\u202e倒写\u202c，\u2028行分隔，预算执行率75%。",
        "＝1+1，@SUM(A1)，自评得分95分。",
        "长" * 100_000 + "共3人。",
    )
)


@cache
def samples() -> Made:
    return release_of(raw_files())


def verdict(success: bool, severity: str = "error") -> Verdict:
    key = {"report_id": samples().tables["reports"]["report_id"][0].as_py(), "quantity": 0}
    return Verdict(
        "quantities", "rule", None, severity, success, 9, 0 if success else 1, (key,), "规则", "Rule"
    )


@cache
def site_of(which: str) -> dict[str, bytes]:
    made = samples() if which == "samples" else release_of({"=坏名<b>.txt": HOSTILE.encode()})
    history = (Earlier("20260101T000000Z-00000000", [verdict(True)]),)
    verdicts = [verdict(False)] if which == "samples" else []
    return site_files(
        SiteInput("20260102T000000Z-11111111", made.tables, verdicts, None, None, history, made.pieces)
    )


def parsed(path: str, which: str = "samples") -> LexborHTMLParser:
    return LexborHTMLParser(site_of(which)[path].decode())


def embedded(path: str, name: str, which: str = "samples") -> Any:
    node = parsed(path, which).css_first(f"script#{name}")
    assert node is not None
    return json.loads(node.text())


def links(which: str) -> list[tuple[str, str]]:
    """Every link within the site as (page, path from the site's root with its mark)."""
    found = []
    for path, data in site_of(which).items():
        if path.endswith(".html"):
            for node in LexborHTMLParser(data.decode()).css("a"):
                href = node.attributes.get("href") or node.attributes.get("xlink:href") or ""
                target, _, mark = href.partition("#")
                folder = Path(path).parent
                whole = str(folder / target) if target else path
                found.append((path, re.sub(r"[^/]+/\.\./", "", whole) + (f"#{mark}" if mark else "")))
    for name in ("table", "findings", "review", "reports"):
        data = embedded(f"report/{name}.html", name, which)
        for column in (c for c in data["columns"] if "link" in c):
            at = data["columns"].index(column)
            for row in data["rows"]:
                if row[at] not in (None, ""):
                    filled = re.sub(r"\{(\d+)\}", lambda m, row=row: str(row[int(m[1])]), column["link"])
                    found.append((f"report/{name}.html", f"report/{filled}"))
    return found


@cache
def ids(path: str, which: str) -> frozenset[str]:
    return frozenset(n.attributes["id"] or "" for n in parsed(path, which).css("[id]"))


OF_THE_RELEASE = re.compile(r"^(csv|tables)/|^[^/]+\.(xlsx|json|md|MD)$|CHANGES")


@pytest.mark.parametrize("which", ["samples", "hostile"])
def test_every_link_lands_on_its_mark(which: str) -> None:
    lost = []
    found = links(which)
    for page, link in found:
        path, _, mark = link.partition("#")
        if OF_THE_RELEASE.search(path):
            continue
        if path not in site_of(which) or (mark and mark != "y" and mark not in ids(path, which)):
            lost.append((page, link))
    assert not [one for one in lost if "#y=" not in one[1]]
    assert len(found) > 100 or which == "hostile"


def test_every_quantity_and_indicator_of_the_tables_has_its_mark_with_its_printed_text() -> None:
    marks: defaultdict[str, int] = defaultdict(int)
    for row in samples().tables["quantities"].to_pylist():
        path = f"report/r/{row['report_id']}.html"
        assert f"q={row['quantity']}" in ids(path, "samples")
        marks[path] += 1
    for path, count in marks.items():
        cards = embedded(path, "cards")
        assert sum(key.startswith("q=") for key in cards) == count
        page = parsed(path)
        texts: defaultdict[str, str] = defaultdict(str)
        raws: defaultdict[str, str] = defaultdict(str)
        for node in page.css(".clean [data-s]"):
            for mark in (node.attributes["data-s"] or "").split():
                texts[mark] += node.text()
        for node in page.css(".raw i[data-s]"):
            for mark in (node.attributes["data-s"] or "").split():
                raws[mark] += node.text()
        for mark, card in cards.items():
            if mark.startswith("m="):  # a moved fragment, whose raw text may hold white space
                assert texts[mark] == "".join(card["printed"].split()) or texts[mark] == card["printed"]
                continue
            assert texts[mark] == card["printed"], mark
            if not mark.startswith("n="):  # the raw characters beside it are the same ones
                assert (
                    sorted(raws[mark]) == sorted("".join(card["printed"].split()))
                    or raws[mark] == card["printed"]
                )


def test_every_value_of_the_headline_table_equals_the_release() -> None:
    data = embedded("report/table.html", "table")
    names = [column["name"] for column in data["columns"]]
    shown = [dict(zip(names, row, strict=True)) for row in data["rows"]]
    assert shown == [{n: row[n] for n in names} for row in samples().tables["district_year"].to_pylist()]


def test_values_of_district_and_indicator_pages_equal_the_release() -> None:
    known = {
        (r["report_id"], r["indicator"], r["printed"] if r["value_base"] is None else figure(r["value_base"]))
        for r in samples().tables["indicators"].to_pylist()
    }
    seen = 0
    for path in site_of("samples"):
        if not re.match(r"report/[di]/", path):
            continue
        for node in parsed(path).css("td.num a"):
            found = re.match(r"\.\./r/(\w+)\.html#i=([\w-]+?)(\.\d+)?$", node.attributes["href"] or "")
            if found:
                assert (found[1], found[2], node.text()) in known
                seen += 1
    assert seen > 200


def test_text_of_reports_cannot_act() -> None:
    for path, data in site_of("hostile").items():
        if path.endswith(".html"):
            text = data.decode()
            assert "<script>alert" not in text
            assert "<img" not in text
            assert "\u2028" not in "".join(re.findall(r"<script.*?</script>", text, re.S))
            for node in LexborHTMLParser(text).css("script"):
                assert node.attributes.get("src") or node.attributes.get("type") == "application/json"


def test_pages_stay_small_and_load_nothing_from_elsewhere() -> None:
    for which in ("samples", "hostile"):
        for path, data in site_of(which).items():
            assert len(data) < 5_000_000, path
            if path.endswith(".html"):
                assert not re.search(rb'(src|href)="(https?:)?//', data), path


def test_the_same_release_gives_the_same_site() -> None:
    made = samples()
    again = site_files(SiteInput("x", made.tables, [], pieces=made.pieces))
    assert again == site_files(SiteInput("x", made.tables, [], pieces=made.pieces))


def test_without_provenance_a_page_shows_the_cleaned_text_and_says_so() -> None:
    files = site_files(SiteInput("x", samples().tables, []))
    report_id = samples().tables["quantities"]["report_id"][0].as_py()
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
