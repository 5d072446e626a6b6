"""Which of the reports that the lake knows a backfill takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tasks.model import RawFile
from tasks.store.archive import raw_files, receipts
from tasks.store.home import Home
from tasks.store.lake import Done, done, latest


@dataclass(frozen=True, slots=True)
class Selection:
    """Conditions that all must hold; an empty one holds for every report."""

    districts: tuple[str, ...] = ()  # division codes, or their beginnings: 44 is a province
    report_types: tuple[str, ...] = ()
    code_versions: tuple[str, ...] = ()  # reports that these versions of the code read last
    only_missing: bool = False  # none that was ever interpreted: only what is new

    def takes(self, row: Mapping[str, Any], last: Done) -> bool:
        """Whether a report that the lake knows is taken."""
        return (
            not self.only_missing
            and (not self.districts or (row["division_code"] or "").startswith(self.districts))
            and (not self.report_types or row["report_type"] in self.report_types)
            and (not self.code_versions or last.code_version in self.code_versions)
        )


def selected(home: Home, years: Iterable[int], selection: Selection) -> dict[int, Sequence[RawFile]]:
    """The raw files of the reports of each year that the selection takes, by hash."""
    raws, finished, wanted = raw_files(receipts(home)), done(home), set(years)
    found: defaultdict[int, list[RawFile]] = defaultdict(list)
    for row in latest(home, ["fiscal_year", "division_code", "report_type"]).to_pylist():
        last = finished.get(row["sha256"])
        if last and row["fiscal_year"] in wanted and row["sha256"] in raws and selection.takes(row, last):
            found[row["fiscal_year"]].append(raws[row["sha256"]])
    return dict(found)
