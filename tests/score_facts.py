"""How much of the gold of the public documents is published right: `python -m tests.score_facts HOME [-v]`.

HOME holds a release made of those documents (`yearbook run $YEARBOOK_REAL/reports --home HOME`). Every place
at which the gold reads a fact is looked up in `quantities`: right is a value of the same size and unit on the
same page, in a paragraph with the same words. Every fact that the catalogue declares is looked up in
`indicators` as well. What is wrong counts as told where a finding that fails names its paragraph.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

Row = dict[str, Any]
Verdict = tuple[str, tuple[str, str]]  # of what, and how it is published and why
RIGHT, TOLD, WRONG, MISSING = "right", "wrong, with a finding", "WRONG", "missing"
# The gold calls a few indicators otherwise; shares and changes are no indicators of their own.
SAME = {
    "completion_rate_pct": "completion_rate",
    "execution_rate_pct": "execution_rate",
    "conference_fee": "conference_expenditure",
    "official_vehicle_cost": "official_vehicle_expenditure",
    "official_reception_cost": "official_reception_expenditure",
}


@dataclass
class Report:
    """What the release says of one document."""

    paragraphs: dict[int, Row] = field(default_factory=dict)
    quantities: list[Row] = field(default_factory=list)
    indicators: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    doubted: set[int] = field(default_factory=set)  # paragraphs that a failing finding names


def reports(home: Path) -> dict[str, Report]:
    """The current release by file name."""
    tables = home / "releases" / (home / "releases" / "LATEST").read_text().strip() / "tables"

    def rows(name: str) -> list[Row]:
        found: list[Row] = pq.read_table(tables / f"{name}.parquet").to_pylist()
        return found

    names = {row["report_id"]: row["file_name"] for row in rows("reports")}
    made: dict[str, Report] = defaultdict(Report)
    for row in rows("paragraphs"):
        made[names[row["report_id"]]].paragraphs[row["paragraph"]] = row
    for row in rows("quantities"):
        made[names[row["report_id"]]].quantities.append(row)
    for row in rows("indicators"):
        made[names[row["report_id"]]].indicators[row["indicator"]].append(row)
    for row in rows("findings"):
        if not row["holds"]:
            made[names[row["report_id"]]].doubted.update(row["paragraphs"])
    return made


def squeeze(text: str | None) -> str:
    """Text without white space."""
    return "".join((text or "").split())


def _size(value: float | None) -> float | None:
    return None if value is None else round(abs(value), 6)


def _page(report: Report, quantity: Row) -> int:
    page = quantity.get("page")
    return int(page if page is not None else report.paragraphs[quantity["paragraph"]]["page"])


def _words(place: Row) -> list[str]:
    """What must stand in the paragraph or row: the evidence, or the label of the row, before the figure."""
    digits = place["printed"].lstrip("增减下加少长降幅为")
    around = squeeze(place.get("evidence")).replace(squeeze(digits), "")
    return [w for w in (around, squeeze(place.get("row"))) if w] or [""]


def score_place(report: Report, place: Row, indexed: bool) -> tuple[str, str]:
    """One place of the gold: how it is published, and why it is not right."""
    at = place["paragraph_index"] if indexed else place["page"]
    words, printed = _words(place), squeeze(place["printed"]).lstrip("增减下加少长降幅为")
    here, value = [], _size(place["value_base"])
    for q in report.quantities:
        text = squeeze(report.paragraphs[q["paragraph"]]["text"])
        told = place["evidence"] and squeeze(place["evidence"]) in text
        if told or (not indexed and any(w in text or text in w for w in words)):
            here.append(q)
    same_page = [q for q in here if indexed or _page(report, q) == at]
    if any(_equal(q, value, place) for q in same_page):
        return RIGHT, ""
    if any(_equal(q, value, place) for q in here):
        pages = sorted({_page(report, q) for q in here if _equal(q, value, place)})
        return WRONG, f"on page {pages}"
    cut = [q for q in same_page if printed in squeeze(q["surface"])]
    if cut:
        told = any(q["paragraph"] in report.doubted for q in cut)
        return TOLD if told else WRONG, f"read as {cut[0]['surface']} = {cut[0]['value_base']}"
    loose = [q for q in report.quantities if _equal(q, value, place) and (indexed or _page(report, q) == at)]
    if loose:
        return RIGHT, "elsewhere on its page"
    return MISSING, "no such value on its page"


def _equal(quantity: Row, value: float | None, place: Row) -> bool:
    """The same size and unit; the gold leaves counts as printed (74.6万人次), where we give them whole."""
    base = place.get("base_unit")
    own = quantity["value_base"] if quantity["value_base"] is not None else quantity["value"]
    if base in ("元", "%"):
        return _size(own) == value and bool(quantity["unit_base"] == base)
    return value in (_size(own), _size(quantity["value"]))


def score_indicator(report: Report, name: str, fact: Row, indexed: bool) -> tuple[str, str] | None:
    """A fact of the gold against the indicator of that name; None where nothing is said on either side."""
    rows = report.indicators.get(SAME.get(name, name), [])
    places = fact.get("occurrences") or []
    if fact.get("value") is None:
        stated = [r for r in rows if r["status"] != "stated_none"]
        if not stated:
            return None if not rows else (RIGHT, "")
        return WRONG, f"invented {stated[0]['printed']}, p{stated[0]['page']}: {stated[0]['evidence']}"
    if not rows:
        return MISSING, str(fact["printed"])
    values = {_size(p["value_base"]) for p in places}
    good = [
        r
        for r in rows
        if _size(r["value_base"]) in values and (indexed or r["page"] in {p["page"] for p in places})
    ]
    if good and (len(rows) == 1 or fact.get("agreement") == "CONFLICT"):
        return RIGHT, ""
    told = any(r["status"] == "conflicting" or r["paragraph"] in report.doubted for r in rows)
    shown = "; ".join(f"{r['printed']} p{r['page']} {r['evidence']}" for r in rows)
    return TOLD if told else WRONG, f"{shown} for {fact['printed']}"


def gold(folder: Path) -> Iterator[tuple[str, dict[str, Row]]]:
    """The facts of each document by its file name."""
    for path in sorted(folder.glob("*.facts.json")):
        told = json.loads(path.read_text())
        yield Path(told["file"]).name, told["facts"]


def tell(
    label: str, verdicts: Iterable[tuple[str, tuple[str, str]]], verbose: bool, total: Counter[str]
) -> None:
    """One line of counts, and each that is not right where asked for."""
    verdicts = list(verdicts)
    count = Counter(verdict for _, (verdict, _) in verdicts)
    total.update(count)
    print(f"{label:58}", *(f"{count[v]:5}" for v in (RIGHT, TOLD, WRONG, MISSING)))
    for name, (verdict, why) in verdicts if verbose else ():
        if verdict != RIGHT or why:
            print(f"      {verdict:22} {name}: {why}")


def main() -> None:
    """The table of scores."""
    home, verbose = Path(sys.argv[1]), "-v" in sys.argv
    published, declared = reports(home), set(_declared())
    folder = Path(os.environ["YEARBOOK_REAL"]) / "gold/public"
    totals: dict[str, Counter[str]] = {"quantities": Counter(), "indicators": Counter()}
    print(f"{'':58}", *(f"{v[:5]:>5}" for v in (RIGHT, "told", WRONG, MISSING)))
    for name, facts in gold(folder):
        report, indexed = published[name], name.endswith(".txt")
        places = [(key, p) for key, fact in facts.items() for p in fact.get("occurrences") or []]
        places = [(key, p) for key, p in places if p.get("printed") and p.get("value_base") is not None]
        looked_up = (
            (f"{key} p{p.get('page')} {p['evidence']}", score_place(report, p, indexed)) for key, p in places
        )
        tell(f"{name} quantities", looked_up, verbose, totals["quantities"])
        named = ((k, f) for k, f in facts.items() if SAME.get(k, k) in declared and not indexed)
        scored = ((k, v) for k, f in named if (v := score_indicator(report, k, f, indexed)))
        tell(f"{name} indicators", scored, verbose, totals["indicators"])
    for kind, count in totals.items():
        tell(f"all {kind}", (("", (v, "")) for v in count.elements()), False, Counter())


def _declared() -> Iterable[str]:
    from tasks.extract.indicators.catalogue import load_catalogue

    return load_catalogue().indicators


if __name__ == "__main__":
    main()
