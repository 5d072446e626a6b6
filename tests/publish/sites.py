"""Sites made for tests: of the sample reports, of real documents, of hostile and of very long ones."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

from tasks.check.verdicts import Verdict
from tasks.model import Unreadable
from tasks.publish.site.build import site_files
from tasks.publish.site.values import Earlier, SiteInput
from tasks.read.isolation import draw_isolated
from tasks.read.pictures import Drawn, Wanted
from tests.releases import Made, release_of
from tests.samples import raw_files
from tests.samples.synthetic import PLACES, generate

LONG = "very_long.txt"
HOSTILE_NAME = "=坏名<b>.txt"
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


def hostile_files() -> dict[str, bytes]:
    """A report whose name and text would act as markup, as a script or as a formula if they were let."""
    return {HOSTILE_NAME: HOSTILE.encode()}


def verdict(made: Made, success: bool) -> Verdict:
    """An expectation that names the first quantity of the release as an example."""
    key = {"report_id": made.tables["quantities"]["report_id"][0].as_py(), "quantity": 0}
    return Verdict(
        "quantities", "rule", None, "error", success, 9, 0 if success else 1, (key,), "规则", "Rule"
    )


@cache
def site(which: str) -> Site:
    """The site of the samples, of the real documents, of the long report or of the hostile one."""
    files = {"samples": raw_files, "real": real_files, "long": long_files, "hostile": hostile_files}[which]()
    made = release_of(files)
    by_hash = {sha256(data).hexdigest(): data for data in files.values()}

    def pictures(digest: str, wanted: Wanted) -> Drawn:
        try:
            return Drawn(tuple(draw_isolated(by_hash[digest], wanted)))
        except Unreadable as unreadable:
            return Drawn(reason=str(unreadable))

    history = (Earlier("20260101T000000Z-00000000", [verdict(made, True)]),)
    given = SiteInput(
        "20260102T000000Z-11111111", made.tables, [verdict(made, False)], None, None, history,
        made.pieces, pictures,
    )  # fmt: skip
    return Site(made, site_files(given))


def written(which: str, folder: Path) -> Path:
    """The site in a folder; gives the folder of its pages."""
    for path, data in site(which).files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder / "report"
