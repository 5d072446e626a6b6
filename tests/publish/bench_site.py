"""How long the site of many reports takes: `python -m tests.publish.bench_site [reports]`.

Reports are written by the generator and then repeated under other ids and places, so that the figure is
the site's and not the reading's.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from time import perf_counter

import pyarrow as pa

from tasks.publish.site.build import site_files
from tasks.publish.site.values import Pieces, SiteInput
from tests.releases import Made, release_of
from tests.samples.synthetic import PLACES, generate

DISTINCT_YEARS = (2020, 2021, 2022, 2023)
BUREAUS = ("水利局", "退役军人事务局")


def distinct() -> Made:
    files: dict[str, bytes] = {}
    for place in PLACES[:6]:
        for bureau in BUREAUS:
            for year in DISTINCT_YEARS:
                data, truth = generate(place, bureau, year)
                files[truth.file] = data
    return release_of(files)


def repeated(made: Made, times: int) -> Made:
    """The release under other ids and division codes, so many times."""

    def other(table: pa.Table, n: int) -> pa.Table:
        for column, renamed in (
            ("report_id", lambda v: f"{n:03x}{v[3:]}"),
            ("division_code", lambda v: v and f"{110000 + n * 97 + int(v) % 890:06d}"),
        ):
            if column in table.column_names:
                at = table.schema.get_field_index(column)
                values = [renamed(v) for v in table[column].to_pylist()]
                table = table.set_column(at, table.schema.field(at), pa.array(values, pa.string()))
        return table

    tables = {
        name: pa.concat_tables([other(table, n) for n in range(times)]) for name, table in made.tables.items()
    }
    own = {i[3:]: made.pieces(i) for i in made.tables["reports"]["report_id"].to_pylist()}
    pieces: Callable[[str], Pieces | None] = lambda report_id: own.get(report_id[3:])  # noqa: E731
    return Made(tables, pieces)


def main() -> None:
    """Print seconds, files, size and the largest page."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    one = distinct()
    whole = repeated(one, -(-wanted // one.tables["reports"].num_rows))
    start = perf_counter()
    files = site_files(SiteInput("20260102T000000Z-11111111", whole.tables, [], pieces=whole.pieces))
    took = perf_counter() - start
    largest = max(files, key=lambda path: len(files[path]))
    print(
        f"{whole.tables['reports'].num_rows} reports: {took:.1f} s, {len(files)} files, "
        f"{sum(map(len, files.values())) / 1e6:.0f} MB, largest {largest} {len(files[largest]) / 1e6:.2f} MB"
    )


if __name__ == "__main__":
    main()
