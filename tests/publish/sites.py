"""Sites made for tests: of the sample reports, of real documents, of hostile and of very long ones."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

from tasks.model import Unreadable
from tasks.publish.site.build import site_files
from tasks.publish.site.values import SiteInput
from tasks.read.isolation import draw_isolated
from tasks.read.pictures import Drawn, Wanted
from tests.releases import Made, release_of
from tests.samples import raw_files
from tests.samples.synthetic import PLACES, generate

LONG = "very_long.txt"


@dataclass(frozen=True)
class Site:
    """A site as files, and the release that it shows."""

    made: Made
    files: Mapping[str, bytes]


def real_files() -> dict[str, bytes]:
    """The real documents, where there are some: the seeds, and public reports that are PDFs."""
    folder = os.environ.get("YEARBOOK_REAL")
    if not folder:
        pytest.skip("real documents: YEARBOOK_REAL names no folder")
    reports = Path(folder) / "reports"
    found = [*sorted(reports.glob("seeds/*")), *sorted(reports.glob("public/*.pdf"))]
    return {path.name: path.read_bytes() for path in found}


def long_files(times: int = 1) -> dict[str, bytes]:
    """A report of some 600,000 characters, a fifth of them in one paragraph, dense with figures."""
    _, truth = generate(PLACES[0], "水利局", 2022)
    sentence = "完成巡查{}次，投入经费{}.5万元，整改隐患{}处；"
    said = [sentence.format(n % 97 + 1, n % 1000 + 1, n % 13 + 1) for n in range(24_000 * times)]
    one, rest = said[: 5_000 * times], said[5_000 * times :]
    lines = ["".join(rest[n : n + 8]) + "。" for n in range(0, len(rest), 8)]
    return {LONG: "\n".join([*truth.paragraphs, "".join(one) + "。", *lines]).encode()}


@cache
def site(which: str) -> Site:
    """The site of the samples, of the real documents or of the long report."""
    files = {"samples": raw_files, "real": real_files, "long": long_files}[which]()
    made = release_of(files)
    by_hash = {sha256(data).hexdigest(): data for data in files.values()}

    def pictures(digest: str, wanted: Wanted) -> Drawn:
        try:
            return Drawn(tuple(draw_isolated(by_hash[digest], wanted)))
        except Unreadable as unreadable:
            return Drawn(reason=str(unreadable))

    given = SiteInput("20260102T000000Z-11111111", made.tables, [], pieces=made.pieces, pictures=pictures)
    return Site(made, site_files(given))


def written(which: str, folder: Path) -> Path:
    """The site in a folder; gives the folder of its pages."""
    for path, data in site(which).files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder / "report"
