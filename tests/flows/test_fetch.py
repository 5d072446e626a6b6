"""The fetch flow and the inbox on a real temporary scheduler, with a site on loopback."""

import asyncio
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey

from flows import fetch as fetching
from flows.fetch import fetch
from flows.inbox import inbox
from flows.ingest import ingest
from tasks.fetch.dropped import dropped
from tasks.fetch.fields import BadDeclaration
from tasks.publish.release import read_tables
from tasks.store.archive import look, receipts, receive
from tasks.store.home import Home
from tasks.store.lake import done
from tests.fetch.site import Page, Site, serve
from tests.operations import parts

COMMON = "min_seconds: 0, timeout_seconds: 1, attempts: 1, allow_loopback: true"
LINKS = "{text: 自评}"


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home" / "raw").mkdir(parents=True)
    return tmp_path / "home"


def declare(home: Path, *entries: str) -> None:
    lines = ["sources:", *(f"  - {{{entry}}}" for entry in entries)]
    (home / "sources.yaml").write_text("\n".join(lines))


def artifact(key: str) -> Any:
    async def read() -> Any:
        async with get_client() as client:
            wanted = ArtifactFilter(key=ArtifactFilterKey(any_=[key]))
            return (await client.read_artifacts(artifact_filter=wanted, limit=1))[0].data

    return asyncio.run(read())


@pytest.mark.usefixtures("scheduler")
def test_what_is_fetched_is_ingested_and_a_failing_source_hurts_no_other(
    home: Path, site: Site, samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if find_spec("s3fs") is None:
        parts.missing("s3fs")

    def unreachable(*_: Any) -> None:
        raise OSError(None, "the store does not answer")

    quickly = fetching.fetch_source.with_options(retry_delay_seconds=0.1)
    monkeypatch.setattr(fetching, "fetch_source", quickly)
    monkeypatch.setattr("tasks.fetch.visit.fetch_bucket", unreachable)
    report = next(samples.rglob("*2023.txt"))
    site.pages |= {
        "/list.html": Page('<a href="a.txt">自评</a>'.encode()),
        "/a.txt": Page(report.read_bytes()),
    }
    declare(
        home,
        "name: here, kind: folder, path: raw",
        f"name: gone, kind: urls, addresses: ['{site.address('/gone.txt')}'], {COMMON}",
        "name: bucket, kind: s3, address: 's3://uploads/new'",
        f"name: list, kind: index, addresses: ['{site.address('/list.html')}'], links: {LINKS}, {COMMON}",
    )
    fetched = fetch(str(home))
    assert (fetched.folders, fetched.new) == ([f"{home}/raw"], 1)
    outcomes = {outcome.source: outcome for outcome in fetched.outcomes}
    assert outcomes["gone"].failed == ((site.address("/gone.txt"), "there is nothing at this address (404)"),)
    assert "nothing could be fetched" in outcomes["bucket"].failed[0][1]
    assert "the store does not answer" in outcomes["bucket"].failed[0][1]
    assert site.paths() == ["/robots.txt", "/gone.txt", "/robots.txt", "/list.html", "/a.txt"]
    told = artifact("fetched")
    for row in ('"gone", "fetched": 0', '"list", "fetched": 1'):
        assert row in told
    assert "there is nothing at this address (404)" in artifact("not-fetched")

    assert ingest(str(home), fetched.folders, workers=1).interpreted == 1
    opened = Home.open(str(home))
    (digest,) = done(opened)
    assert [(r.sha256, r.source) for r in receipts(opened)] == [(digest, site.address("/a.txt"))]


@pytest.mark.usefixtures("scheduler")
def test_a_wrong_declaration_stops_before_anything_is_contacted(home: Path, site: Site) -> None:
    declare(
        home,
        f"name: good, kind: urls, addresses: ['{site.address('/a')}'], {COMMON}",
        "name: bad, kind: urls",
    )
    with pytest.raises(BadDeclaration, match=r"sources\.yaml: source 2 \(bad\): addresses: missing"):
        fetch(str(home))
    assert site.asked == []


@pytest.mark.usefixtures("scheduler")
def test_a_file_dropped_into_the_inbox_is_published(home: Path, samples: Path) -> None:
    report = next(samples.rglob("*2023.txt"))
    (home / "raw" / report.name).write_bytes(report.read_bytes())
    ran = inbox(str(home), settle_seconds=0.0)
    assert ran is not None
    assert ran.ingested.interpreted == 1
    table = read_tables(Home.open(str(home)), ran.release_id)["reports"]
    assert table["file_name"].to_pylist() == [report.name]
    assert inbox(str(home), settle_seconds=0.0) is None


class TestDropped:
    """What counts as new in a folder, without a scheduler."""

    def at(self, home: Path, settle: float = 10.0) -> list[str]:
        now = datetime.now(UTC)
        found = dropped(Home.open(str(home)), [f"{home}/raw", f"{home}/missing"], settle, now)
        return [Path(name).name for name in found]

    def drop(self, home: Path, name: str, text: str, seconds_ago: float) -> Path:
        path = home / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        when = (datetime.now(UTC) - timedelta(seconds=seconds_ago)).timestamp()
        os.utime(path, (when, when))
        return path

    def test_a_file_counts_once_it_is_left_alone(self, home: Path) -> None:
        self.drop(home, "old.txt", "old", 3600)
        self.drop(home, "sub/new.txt", "new", 30)
        self.drop(home, "growing.txt", "gro", 1)
        self.drop(home, "from-a-clock-ahead.txt", "ahead", -3600)
        self.drop(home, ".rsync-part", "half", 30)
        assert sorted(self.at(home)) == ["from-a-clock-ahead.txt", "new.txt", "old.txt"]

    def test_what_was_received_is_new_again_only_with_new_content(self, home: Path) -> None:
        path = self.drop(home, "a.txt", "one", 30)
        opened = Home.open(str(home))
        receive(opened, look([str(home / "raw")]).found)
        assert self.at(home) == []
        self.drop(home, "a.txt", "one", -60)  # touched
        assert self.at(home) == []
        self.drop(home, "a.txt", "two", -60)
        assert self.at(home) == ["a.txt"]
        path.unlink()
        assert self.at(home) == []
