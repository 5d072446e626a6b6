"""A night unattended: what is new at the declared sources is fetched, published and told."""

from pathlib import Path

import pytest

from flows.notify import Notice
from flows.yearbook import yearbook
from tasks.publish.release import read_tables
from tasks.store.home import Home
from tests.fetch.site import Page, serve

pytestmark = pytest.mark.usefixtures("scheduler")
SOURCES = """
- {{name: inbox, kind: folder, path: raw}}
- {{name: web, kind: urls, addresses: ['{address}'], min_seconds: 0, allow_loopback: true}}
"""


def rows(home: Path, release_id: str) -> list[dict[str, str]]:
    return read_tables(Home.open(str(home)), release_id)["reports"].select(["source", "status"]).to_pylist()


def test_three_nights(tmp_path: Path, samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    async def send(notice: Notice) -> None:
        told.append(notice.subject)

    monkeypatch.setattr("flows.notify.send", send)
    monkeypatch.setenv("YEARBOOK_NOTIFY", "any/block")
    home, (here, there) = tmp_path / "home", sorted(samples.rglob("*2023.txt"))[:2]
    (home / "raw").mkdir(parents=True)
    (home / "raw" / here.name).write_bytes(here.read_bytes())
    with serve() as site:
        address = site.address("/a.txt")
        site.pages["/a.txt"] = Page(there.read_bytes())
        (home / "sources.yaml").write_text("sources:\n" + SOURCES.format(address=address), "utf-8")
        first = yearbook(str(home), workers=1, visit_sources=True).release_id
        assert {row["source"] for row in rows(home, first)} == {f"{home}/raw/{here.name}", address}
        assert yearbook(str(home), workers=1, visit_sources=True).release_id == first
        site.pages["/a.txt"] = Page(there.read_bytes() + b"\n\n")
        third = yearbook(str(home), workers=1, visit_sources=True).release_id
    assert sorted(row["status"] for row in rows(home, third)) == ["published", "published", "superseded"]
    assert told == [f"[yearbook] release {release} 新版本" for release in (first, third)]
