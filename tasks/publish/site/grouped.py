"""The rows of one report in a table of many, without scanning the table for each."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from tasks.publish.site.values import Row


class Grouped:
    """A table whose rows can be asked for by report, in the table's own order."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table.take(pc.sort_indices(table, [("report_id", "ascending")])).combine_chunks()
        ends = pc.run_end_encode(_one(self._table["report_id"]))
        self._range: dict[str, tuple[int, int]] = {}
        start = 0
        for report_id, end in zip(ends.values.to_pylist(), ends.run_ends.to_pylist(), strict=True):
            self._range[report_id] = (start, end)
            start = end

    def of(self, report_id: str) -> list[Row]:
        """The rows of one report; none where it has none."""
        start, end = self._range.get(report_id, (0, 0))
        rows: list[Row] = self._table.slice(start, end - start).to_pylist()
        return rows


def _one(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
