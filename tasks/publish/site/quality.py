"""The quality report: what is covered, what is suspect and why, and what changed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from tasks.check.verdicts import Verdict
from tasks.publish.site import names, plots
from tasks.publish.site.panel import trend
from tasks.publish.site.recognition import recognition
from tasks.publish.site.render import page
from tasks.publish.site.values import Row, SiteInput

TOP = 8  # findings on the front page; the whole list is one click away
TRENDS = (
    ("budget_total_yuan", "全年预算", "Budget of the year", "元"),
    ("execution_rate_pct", "预算执行率", "Execution rate", "%"),
)
SPREADS = (
    ("execution_rate_pct", "预算执行率", "Execution rate", "%"),
    ("self_score", "自评得分", "Self-assessed score", "分"),
)
MAX_CHANGES = 200
STEPS = (90, 70, 50, 25, 0)  # percent of the districts of a province, the darkest first
FEW = 40  # districts that the map shows at once; of more, those of a province are opened


def quality_page(
    given: SiteInput, reports: Sequence[Row], headline: Sequence[Row], failing: Sequence[Row]
) -> bytes:
    """The front page; `failing` are the failing findings, errors first."""
    found = {row["report_id"]: row for row in reports}
    return page(
        "quality.html.j2",
        root="",
        here="index.html",
        release_id=given.release_id,
        headline=headline,
        status=Counter(row["status"] for row in reports),
        severities=Counter(f["severity"] for f in failing),
        findings=failing[:TOP],
        failing=len(failing),
        checked=given.tables["findings"].num_rows,
        reports=found,
        coverage=coverage(headline),
        few=FEW,
        steps=STEPS,
        expectations=expectations(given),
        releases=[*(e.release_id for e in given.history), given.release_id],
        set_aside=[row for row in reports if row["status"] != "published"],
        cleaning=_cleaning(reports),
        recognition=recognition(given.tables["lines"], given.tables["paragraphs"], found),
        changes=given.changes,
        previous=given.previous,
        max_changes=MAX_CHANGES,
        drawn=_plots(given, headline, failing),
        rows={name: given.tables[name].num_rows for name in given.tables},
        top=TOP,
        table_name=names.table,
    )


def coverage(headline: Sequence[Row]) -> Row:
    """Reports by district and year; a year without any between two that have one is a gap."""
    held = {row["fiscal_year"] for row in headline}
    years = range(min(held), max(held) + 1) if held else range(0)  # a year that nobody reported is a gap too
    failed = Counter(row["report_id"] for row in headline for _ in range(row["findings_failed"]))
    places: dict[str, Row] = {}
    count: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for row in headline:
        places[row["division_code"]] = row
        count[row["division_code"], row["fiscal_year"]].append(failed[row["report_id"]])
    lines = [_covered(code, places[code], years, count) for code in sorted(places)]
    provinces: defaultdict[str, list[Row]] = defaultdict(list)
    for line in lines:
        provinces[line["place"]["province"] or ""].append(line)
    parts = [_province(name, own) for name, own in provinces.items()]
    missing = sum(part["gaps"] for part in parts)
    return {"years": years, "lines": lines, "provinces": parts, "missing": missing, "places": len(lines)}


def _province(name: str, lines: Sequence[Row]) -> Row:
    cells = [cell for line in lines for cell in line["cells"]]
    gaps = sum(cell["state"] == "gap" for cell in cells)
    years = [_share(own) for own in zip(*(line["cells"] for line in lines), strict=True)]
    reports = sum(cell["n"] for cell in cells)
    return {"name": name, "lines": lines, "years": years, "gaps": gaps, "reports": reports}


def _share(cells: Sequence[Row]) -> Row:
    """How many districts of a province have a report of a year, and in how many of them a check fails."""
    held = [cell for cell in cells if cell["n"]]
    percent = round(100 * len(held) / len(cells))
    return {
        "year": cells[0]["year"], "held": len(held), "of": len(cells), "percent": percent,
        "step": next(step for step, least in enumerate(STEPS) if percent >= least) if held else "none",
        "failing": sum(cell["failed"] > 0 for cell in held),
    }  # fmt: skip


def _covered(code: str, place: Row, years: Sequence[int], count: Mapping[tuple[str, int], list[int]]) -> Row:
    held = [year for year in years if (code, year) in count]
    cells = []
    for year in years:
        failed = count.get((code, year))
        inside = held[0] < year < held[-1]
        state = "none" if failed is None and not inside else "gap" if failed is None else _state(failed)
        cells.append({"year": year, "n": len(failed or ()), "state": state, "failed": sum(failed or ())})
    return {"code": code, "place": place, "cells": cells}


def _state(failed: Sequence[int]) -> str:
    each = sum(failed) / len(failed)
    return "good" if each == 0 else "flawed" if each < 4 else "bad"


def expectations(given: SiteInput) -> Row:
    """Every expectation with its result in this release and in those before it, failing ones first."""
    past = [{_key(v): v for v in earlier.verdicts} for earlier in given.history]
    rows: list[Row] = []
    for verdict in given.verdicts:
        before = [known.get(_key(verdict)) for known in past]
        rows.append({"verdict": verdict, "trend": [None if v is None else v.failing for v in before]})
        rows[-1]["trend"].append(verdict.failing)
    order = ("critical", "error", "warning", "info")
    rows.sort(key=lambda r: (r["verdict"].success, order.index(r["verdict"].severity)))
    tables: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        tables[row["verdict"].table].append(row)
    failed = [row for row in rows if not row["verdict"].success]
    worst = failed[0]["verdict"].severity if failed else None
    return {"failed": failed, "tables": tables, "all": len(rows), "worst": worst, "links": _links}


def _key(verdict: Verdict) -> tuple[str, str, str | None]:
    return verdict.table, verdict.expectation, verdict.column


def _links(example: Mapping[str, Any]) -> tuple[str, str | None]:
    """A failing row as people read it, and the page where it can be seen."""
    text = " · ".join(str(value) for value in example.values())
    if example.get("report_id"):
        mark = next(
            (f"#{mark}={example[name]}" for name, mark in (("quantity", "q"), ("indicator", "i"),
             ("finding", "f"), ("paragraph", "p")) if example.get(name) is not None), "",
        )  # fmt: skip
        return text, f"r/{example['report_id']}.html{mark}"
    if example.get("division_code"):
        return text, f"d/{example['division_code']}.html"
    return text, None


def _cleaning(reports: Sequence[Row]) -> Row:
    read = [row for row in reports if row["characters"]]
    kinds = ("joins", "moves", "furniture", "doubts")
    worst = sorted(read, key=lambda r: (-(r["doubts"] or 0), -(r["moves"] or 0), r["report_id"]))
    return {
        "characters": sum(row["characters"] for row in read),
        "reports": len(read),
        "total": {kind: sum(row[kind] or 0 for row in read) for kind in kinds},
        "worst": [row for row in worst if row["doubts"] or row["moves"]][:12],
    }


def _plots(given: SiteInput, headline: Sequence[Row], failing: Sequence[Row]) -> list[Row]:
    drawn: list[Row] = []

    def add(zh: str, en: str, note_zh: str, note_en: str, svg: Any) -> None:
        if svg:
            drawn.append({"zh": zh, "en": en, "note_zh": note_zh, "note_en": note_en, "svg": svg})

    if headline:
        for column, zh, en, unit in TRENDS:
            found = trend(headline, column)
            if len(found.points) < 2:
                continue
            panel = f"{found.years[0]}–{found.years[-1]}" if found.years else "—"
            fixed = (
                (
                    f"实线为固定样本：{panel} 每年都有报告的 {found.units} 个单位；",
                    f"Solid: the {found.units} units that report every year {panel}; ",
                )
                if found.units
                else (
                    "没有单位连续两年报告，无固定样本；",
                    "No unit reports two years running, so there is no fixed panel; ",
                )
            )
            add(f"{zh}：中位数", f"{en}: median",
                f"{fixed[0]}虚线为当年全部报告（覆盖面逐年不同）",
                f"{fixed[1]}dashed: whoever reported that year", plots.trend_plot(found, unit))  # fmt: skip
        for column, zh, en, unit in SPREADS:
            if any(row[column] is not None for row in headline):
                add(f"{zh}：分布", f"{en}: distribution",
                    "每点一份报告，点按可看原文；框为四分位",
                    "One point a report, leading to its line; boxes are quartiles",
                    plots.spread_plot(headline, column, unit))  # fmt: skip
        add("全年预算：与上年相比", "Budget against the year before",
            "对角线为不变；红点变动超过一倍",
            "On the diagonal nothing changed; red: more than doubled or halved",
            plots.years_apart_plot(headline, "budget_total_yuan"))  # fmt: skip
    add(
        "未成立的核查",
        "Checks that fail, by rule",
        "按规则计数",
        "Counted by rule",
        plots.rules_plot(failing),
    )
    confidences = given.tables["indicators"]["confidence"].to_pylist()
    add("指标匹配的置信度", "Confidence of indicator matches", "每个指标值", "Each indicator value",
        plots.confidence_plot(confidences))  # fmt: skip
    return drawn
