"""Frames that are made for the checks alone: what is expected beside what is there.

A row that is missing fails no check on rows; so the rows that ought to be there are listed here, and the
check on each is whether it was found. `before` holds the tables of the release before, where there is one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from expectations.bounds import load_bounds
from expectations.declaration import Table

Frames = Mapping[str, pd.DataFrame]

UNIT = ["division_code", "department_type", "report_type"]
DERIVED: tuple[Table, ...] = (
    # The counts stand in the key so that a failure says them.
    Table("row_counts", "行数", "Rows of each table against the release before",
          ("table", "rows_before", "rows"), ("table",), ()),
    Table("coverage", "覆盖", "Units and years that should have a report", (*UNIT, "fiscal_year"), (), ()),
    Table("text_quality", "文本质量", "How well the text of each report was read", ("report_id",), (), ()),
)  # fmt: skip
DIGIT = r"\d"
# Letters of other scripts, private and replacement characters, and the three characters that GBK makes of
# broken UTF-8: what a text shows that was decoded with the wrong code page.
ILLEGIBLE = r"[\ufffd\ue000-\uf8ff\u00c0-\u00ff\u0080-\u009f\u0400-\u052f\u0600-\u06ff\uff66-\uff9f锟斤拷烫]"


def derived_frames(now: Frames, before: Frames | None) -> dict[str, pd.DataFrame]:
    """The derived frames by name."""
    return {
        "row_counts": row_counts(now, before),
        "coverage": coverage(
            now["district_year"], undecided(before["district_year"], now) if before else None
        ),
        "text_quality": text_quality(now),
    }


def row_counts(now: Frames, before: Frames | None) -> pd.DataFrame:
    """Rows of each table, and how many there were; `rows_before` is null without a release before."""
    rows = [
        {"table": name, "rows": len(frame), "rows_before": len(before[name]) if before else None}
        for name, frame in now.items()
    ]
    return pd.DataFrame(rows, columns=["table", "rows", "rows_before"])


def undecided(before: pd.DataFrame, now: Frames) -> pd.DataFrame:
    """The rows there were, but those of reports that a person has since withdrawn or put elsewhere."""
    reports = now["reports"]
    decided = (reports["status"] == "withdrawn") | reports["identity_by_hand"].str.len().gt(0)
    return before[~before["report_id"].isin(reports.loc[decided, "report_id"])]


def coverage(now: pd.DataFrame, before: pd.DataFrame | None) -> pd.DataFrame:
    """Every year from the first to the last of each unit, and every row there was in the release before."""
    key = [*UNIT, "fiscal_year"]
    there = set(now[key].itertuples(index=False, name=None))
    was = set() if before is None else set(before[key].itertuples(index=False, name=None))
    gaps: set[tuple[Any, ...]] = set()
    for unit, years in now.groupby(UNIT)["fiscal_year"]:
        gaps |= {(*unit, year) for year in range(int(years.min()), int(years.max()) + 1)}
    rows = [(*one, one in there, one in was) for one in sorted(there | was | gaps)]
    return pd.DataFrame(rows, columns=[*key, "present", "present_before"])


def text_quality(now: Frames) -> pd.DataFrame:
    """Of each report: characters, those moved, doubted, illegible, digits unaccounted for, lines unsure."""
    paragraphs, edits = now["paragraphs"], now["edits"]
    text = paragraphs["text"]
    count = pd.DataFrame(
        {
            "report_id": paragraphs["report_id"],
            "characters": text.str.len(),
            "illegible": text.str.count(ILLEGIBLE),
            "digits": text.str.count(DIGIT),
        }
    )
    found = count.groupby("report_id", as_index=True).sum()
    for kind, name in (("move", "moved"), ("doubt", "doubts")):
        of_kind = edits[edits["kind"] == kind]
        size = of_kind["text"].str.len() if kind == "move" else pd.Series(1, index=of_kind.index)
        found[name] = size.groupby(of_kind["report_id"]).sum()
    found["accounted"] = _digits_taken(now)
    recognised = now["lines"][now["lines"]["confidence"].notna()]
    unsure = recognised[recognised["confidence"] < load_bounds().recognition["unsure_below"]]
    found["recognised"] = recognised.groupby("report_id").size()
    found["unsure"] = unsure.groupby("report_id").size()
    found = found.fillna(0)
    found["unaccounted"] = (found["digits"] - found["accounted"]).clip(lower=0)
    return found.reset_index()


def _digits_taken(now: Frames) -> pd.Series[float]:
    taken = pd.concat([now[name][["report_id", "surface"]] for name in ("quantities", "nonquantities")])
    return taken["surface"].str.count(DIGIT).groupby(taken["report_id"]).sum().astype(float)
