"""A source on the web over several nights: new files, changed files, and servers that fail or go away."""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tasks.fetch import visit as visits
from tasks.fetch.declaration import Folder, Web, parse_sources
from tasks.fetch.outcome import Outcome
from tasks.fetch.retrievals import RETRIEVALS, known
from tasks.fetch.visit import read_sources, visit
from tasks.fetch.visitor import Visitor
from tasks.publish.build import collect_release, write_release
from tasks.publish.release import read_tables
from tasks.store import delta, lake
from tasks.store.archive import content, receipts
from tasks.store.home import Home
from tasks.store.plan import due
from tasks.workers import interpret_all
from tests.fetch.site import Page, Site
from tests.reports import UNCHECKED


@pytest.fixture(autouse=True)
def _no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visits, "Visitor", lambda source: Visitor(source, lambda _: None))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.open(str(tmp_path / "home"))


def urls(site: Site, *paths: str, **changes: Any) -> Web:
    plain = Web(
        name="files", kind="urls", addresses=tuple(map(site.address, paths)), hosts=frozenset({site.host}),
        min_seconds=0, robots=False, timeout_seconds=1, attempts=2, allow_loopback=True,
    )  # fmt: skip
    return replace(plain, **changes)


def index(site: Site, **changes: Any) -> Web:
    (declared,) = parse_sources(
        f"sources: [{{name: list, kind: index, addresses: ['{site.address('/list.html')}'],"
        " links: {address: 'txt$', text: 自评}}]",
        "",
        None,
    )
    assert isinstance(declared, Web)
    assert declared.hosts == {site.host}
    return replace(urls(site), name="list", kind="index", addresses=declared.addresses, links=declared.links)


def rows(home: Home) -> list[dict[str, Any]]:
    table = delta.read_table(home, RETRIEVALS)
    return [] if table is None else sorted(table.to_pylist(), key=lambda row: row["recorded_at"])


def test_a_file_is_kept_with_its_address_and_the_time_of_its_retrieval(home: Home, site: Site) -> None:
    site.pages["/a.txt"] = Page(b"one", headers={"ETag": '"1"', "Content-Type": "text/plain"})
    outcome = visit(home, urls(site, "/a.txt"))
    assert outcome == Outcome("files", fetched=(site.address("/a.txt"),))
    (receipt,) = receipts(home)
    assert (receipt.source, receipt.file_name) == (site.address("/a.txt"), "a.txt")
    assert content(home, receipt.sha256) == b"one"
    (row,) = rows(home)
    assert (row["source"], row["url"], row["etag"], row["status"], row["media_type"]) == (
        "files",
        site.address("/a.txt"),
        '"1"',
        200,
        "text/plain",
    )
    assert row["retrieved_at"] <= receipt.received_at <= row["recorded_at"]


def test_what_is_unchanged_is_not_downloaded_again(home: Home, site: Site) -> None:
    def answer(headers: Any) -> Page:
        same = headers.get("If-None-Match") == '"1"' and headers.get("If-Modified-Since") == "yesterday"
        return (
            Page(status=304) if same else Page(b"one", headers={"ETag": '"1"', "Last-Modified": "yesterday"})
        )

    site.pages["/a.txt"] = answer
    visit(home, urls(site, "/a.txt"))
    assert visit(home, urls(site, "/a.txt")) == Outcome("files", unchanged=1)
    assert len(rows(home)) == 1


def test_the_same_content_again_is_unchanged_even_where_the_server_cannot_say_so(
    home: Home, site: Site
) -> None:
    site.pages["/a.txt"] = Page(b"one")
    visit(home, urls(site, "/a.txt"))
    assert visit(home, urls(site, "/a.txt")) == Outcome("files", unchanged=1)
    assert len(rows(home)) == len(receipts(home)) == 1


def test_a_new_tag_on_the_same_content_is_remembered_for_the_next_question(home: Home, site: Site) -> None:
    for tag in ('"1"', '"2"'):
        site.pages["/a.txt"] = Page(b"one", headers={"ETag": tag})
        outcome = visit(home, urls(site, "/a.txt"))
    assert outcome == Outcome("files", unchanged=1)
    assert known(home)[site.address("/a.txt")].etag == '"2"'


def test_a_changed_file_at_the_same_address_is_a_new_version_beside_the_old(home: Home, site: Site) -> None:
    for text in (b"first", b"second"):
        site.pages["/a.txt"] = Page(text)
        assert visit(home, urls(site, "/a.txt")).fetched == (site.address("/a.txt"),)
    versions = receipts(home)
    assert [content(home, r.sha256) for r in versions] == [b"first", b"second"]
    assert {r.source for r in versions} == {site.address("/a.txt")}


def test_a_file_that_goes_back_to_what_it_was_is_received_again(home: Home, site: Site) -> None:
    for text in (b"first", b"second", b"first", b"first"):
        site.pages["/a.txt"] = Page(text)
        visit(home, urls(site, "/a.txt"))
    assert [content(home, r.sha256) for r in receipts(home)] == [b"first", b"second", b"first"]


def test_the_release_shows_what_the_address_gave_last(home: Home, site: Site, samples: Path) -> None:
    first = next(samples.rglob("*2023.txt")).read_bytes()
    second = first + "\n附件：无。\n".encode()
    shown = []
    for text in (first, second, first):
        site.pages["/a.txt"] = Page(text)
        visit(home, urls(site, "/a.txt"))
        raws = due(home, (), "v")
        lake.commit(home, interpret_all(raws, [content(home, raw.sha256) for raw in raws]), "v")
        rows = read_tables(home, write_release(home, collect_release(home), UNCHECKED))["reports"].to_pylist()
        shown.append({row["sha256"]: row["status"] for row in rows})
    old, new = (sha256(text).hexdigest() for text in (first, second))
    before, after = {old: "superseded", new: "published"}, {old: "published", new: "superseded"}
    assert shown == [{old: "published"}, before, after]
    assert [receipt.sha256 for receipt in receipts(home)] == [old, new, old]


def test_an_archive_file_is_received_as_what_it_holds(home: Home, site: Site) -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("甲局.txt", "one")
        archive.writestr("乙局.txt", "two")
    site.pages["/all.zip"] = Page(packed.getvalue())
    visit(home, urls(site, "/all.zip"))
    held = {r.source: (r.file_name, r.within) for r in receipts(home) if r.within}
    address, whole = site.address("/all.zip"), sha256(packed.getvalue()).hexdigest()
    assert held == {f"{address}!{n}": (f"all.zip!{n}", whole) for n in ("甲局.txt", "乙局.txt")}
    assert {raw.file_names for raw in due(home, (), "v")} == {("all.zip!甲局.txt",), ("all.zip!乙局.txt",)}


def test_the_version_kept_last_counts_even_where_the_clock_was_set_back(
    home: Home, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return datetime(2001, 1, 1, tzinfo=tz)

    site.pages["/a.txt"] = Page(b"first", headers={"ETag": '"1"'})
    visit(home, urls(site, "/a.txt"))
    monkeypatch.setattr("tasks.store.delta.datetime", Clock)
    site.pages["/a.txt"] = Page(b"second", headers={"ETag": '"2"'})
    visit(home, urls(site, "/a.txt"))
    assert known(home)[site.address("/a.txt")].etag == '"2"'
    assert [content(home, r.sha256) for r in receipts(home)] == [b"first", b"second"]


def test_one_bad_address_hurts_no_other(home: Home, site: Site) -> None:
    site.pages |= {
        "/404": Page(status=404), "/403": Page(status=403), "/500": Page(status=500), "/empty": Page(b""),
        "/304": Page(status=304), "/loop": Page(status=302, headers={"Location": "/loop"}),
        "/out": Page(status=302, headers={"Location": "http://10.0.0.1/"}), "/torn": Page(b"x", announced=9),
        "/good": Page(b"good"), "/also": Page(b"also good"),
    }  # fmt: skip
    bad = ["/404", "/403", "/500", "/empty", "/304", "/loop", "/out", "/torn"]
    outcome = visit(home, urls(site, "/good", *bad, "/also"))
    assert outcome.fetched == (site.address("/good"), site.address("/also"))
    assert [address for address, _ in outcome.failed] == [site.address(path) for path in bad]
    assert [reason for _, reason in outcome.failed] == [
        "there is nothing at this address (404)",
        "the server refuses access (403)",
        "the server failed (500)",
        "the answer is empty",
        "the server says unchanged (304) of a file that it never gave",
        "redirects in a circle",
        "10.0.0.1 is not among the declared hosts",
        "the answer broke off: peer closed connection without sending complete message body "
        "(received 1 bytes, expected 9)",
    ]
    assert len(receipts(home)) == 2


def test_a_server_that_went_away_is_left_for_the_next_night_and_nothing_is_lost(
    home: Home, site: Site
) -> None:
    paths = [f"/{n}.txt" for n in range(10)]
    site.pages |= {path: Page(path.encode()) for path in paths}
    for path in paths[4:]:
        site.pages[path] = Page(status=503)
    outcome = visit(home, urls(site, *paths, attempts=1))
    assert len(outcome.fetched) == 4
    assert len(outcome.failed) == 4
    assert outcome.failed[-1] == (
        site.address("/7.txt"),
        "not asked, nor the 2 after it: the server is away",
    )
    assert site.paths() == paths[:7]
    site.pages |= {path: Page(path.encode()) for path in paths}
    assert visit(home, urls(site, *paths)) == Outcome(
        "files", tuple(map(site.address, paths[4:])), unchanged=4
    )


def test_links_of_an_index_page_are_fetched_with_their_texts(home: Home, site: Site) -> None:
    site.pages |= {
        "/list.html": Page('<a href="/d/a.txt">甲局自评</a> <a href="/d/b.txt">通知</a>'.encode()),
        "/d/a.txt": Page(b"report"),
    }
    outcome = visit(home, index(site))
    assert outcome == Outcome("list", fetched=(site.address("/d/a.txt"),))
    assert site.paths() == ["/list.html", "/d/a.txt"]
    assert rows(home)[0]["link_text"] == "甲局自评"


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (Page(status=404), "there is nothing at this address (404)"),
        (Page("<a href='/a.pdf'>其他</a>".encode()), "no link of this page matches the declared pattern"),
        (Page('<a href="http://elsewhere.example/a.txt">自评</a>'.encode()), "not among the declared hosts"),
    ],
)
def test_an_index_page_that_gives_nothing_is_said_to(home: Home, site: Site, page: Page, reason: str) -> None:
    site.pages["/list.html"] = page
    outcome = visit(home, index(site))
    assert not outcome.fetched
    ((_, said),) = outcome.failed
    assert reason in said


def test_what_was_fetched_before_the_store_failed_is_kept(
    home: Home, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kill between any two steps of keeping costs a download, no file and no second receipt."""
    site.pages["/a.txt"] = Page(b"one", headers={"ETag": '"1"'})
    for failing in (1, 2):
        calls = iter(range(1, 9))

        def append(*arguments: Any, failing: int = failing, calls: Any = calls) -> None:
            if next(calls) == failing:
                raise OSError(28, "No space left on device")
            delta.append(*arguments)

        monkeypatch.setattr("tasks.fetch.retrievals.append", append)
        with pytest.raises(OSError, match="No space"):
            visit(home, urls(site, "/a.txt"))
    monkeypatch.undo()
    assert visit(home, urls(site, "/a.txt", attempts=1)).fetched == (site.address("/a.txt"),)
    assert len(receipts(home)) == len(rows(home)) == 1


def test_large_sources_are_kept_batch_by_batch(home: Home, site: Site) -> None:
    paths = [f"/{n}.txt" for n in range(visits.BATCH + 5)]
    site.pages |= {path: Page(path.encode()) for path in paths}
    assert len(visit(home, urls(site, *paths)).fetched) == len(paths)
    table = delta.open_table(home, RETRIEVALS)
    assert table is not None
    assert table.version() == 1
    assert len(rows(home)) == len(paths)


def test_sources_are_read_from_the_home_or_from_where_one_says(home: Home, tmp_path: Path) -> None:
    assert read_sources(home.root) == ()
    home.write(b"sources: [{name: a, kind: folder, path: raw}]", "sources.yaml")
    (folder,) = read_sources(home.root)
    assert visit(home, folder) == Outcome("a", folder=home.path("raw"))
    assert read_sources(f"file://{home.root}") == (folder,)
    other = tmp_path / "other.yaml"
    other.write_text("sources: []")
    assert read_sources(home.root, str(other)) == ()
    with pytest.raises(FileNotFoundError):
        read_sources(home.root, "no-such.yaml")


def test_a_declared_inbox_is_the_one_that_is_looked_through_anyway(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under two spellings every file would count as received from two sources."""
    home.write(b"sources: [{name: a, kind: folder, path: raw}]", "sources.yaml")
    monkeypatch.chdir(tmp_path)
    assert read_sources("home") == (Folder("a", "home/raw"),)
