"""The contents of a release: every file of it by its path, as values, before anything is written."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from expectations.declaration import tables
from tasks.check.verdicts import Checked
from tasks.publish import guide, workbook
from tasks.publish.basis import Basis
from tasks.publish.changes import Changes, Edition, Lineage, as_markdown, first_release
from tasks.publish.csv_safe import to_csv
from tasks.publish.datapackage import datapackage
from tasks.publish.site.build import each_file
from tasks.publish.site.values import Earlier, PicturesOf, PiecesOf, SiteInput, no_pictures
from tasks.review import sheets
from tasks.review.queue import review_queue

LINEAGE = "lineage.parquet"


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a release says, and what it was made from."""

    edition: Edition
    checked: Checked
    changes: Changes
    basis: Basis
    previous: str | None
    history: Sequence[Earlier]
    pieces: PiecesOf
    pictures: PicturesOf = no_pictures


def release_files(release_id: str, contents: Contents) -> Iterator[tuple[str, bytes]]:
    """Every file of a release with its path in it, one by one: the pages of many reports are large."""
    release, verdicts = contents.edition.tables, contents.checked.verdicts
    found = table_files(release)
    found["datapackage.json"] = as_json(datapackage(release_id, found))
    found[LINEAGE] = lineage_file(contents.edition.lineage)
    found["verdicts.json"] = as_json([verdict.as_json() for verdict in verdicts])
    found["validation.json"] = as_json(contents.checked.raw)
    told = as_markdown if contents.previous else first_release
    found["CHANGES.md"] = told(contents.changes, f"Changes in {release_id} (变更)").encode()
    found[workbook.NAME] = workbook.workbook(release_id, release)
    items = review_queue(release)
    found[sheets.CSV], found[sheets.XLSX] = sheets.as_csv(items), sheets.as_xlsx(items)
    found[guide.NAME] = guide.release_readme(release_id, release).encode()
    yield from found.items()
    yield from each_file(
        SiteInput(
            release_id,
            release,
            verdicts,
            contents.changes,
            contents.previous,
            contents.history,
            contents.pieces,
            contents.pictures,
            items,
        )
    )
    yield "release.json", as_json(_about(release_id, contents, found))  # last: with it a release is whole


def _about(release_id: str, contents: Contents, files: Mapping[str, bytes]) -> dict[str, Any]:
    # The pages are left out of the hashes: they may be made again, better, over the same figures.
    hashes = {p: sha256(data).hexdigest() for p, data in sorted(files.items())}
    about = {"release": release_id, "previous": contents.previous, "basis": asdict(contents.basis)}
    return about | {"sha256": hashes}


def table_files(release: Mapping[str, pa.Table]) -> dict[str, bytes]:
    """The tables as Parquet, and those people open in a spreadsheet as CSV too."""
    found: dict[str, bytes] = {}
    for table in tables().values():
        found[f"tables/{table.name}.parquet"] = _parquet(release[table.name])
        if table.csv:
            found[f"csv/{table.name}.csv"] = to_csv(release[table.name])
    return found


def lineage_file(lineage: Lineage) -> bytes:
    """Which version of the code interpreted each report, as a small Parquet file beside the tables."""
    names = sorted(lineage)
    return _parquet(pa.table({"report_id": names, "code_version": [lineage[name] for name in names]}))


def _parquet(table: pa.Table) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd")
    return out.getvalue()


def as_json(value: Any) -> bytes:
    """A value as JSON that people can read."""
    return (json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n").encode()
