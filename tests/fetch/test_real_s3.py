"""An S3 server of one's own as a source, and as the home that fetched files are kept in."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import fsspec
import pytest

from tasks.fetch.declaration import Bucket, Web
from tasks.fetch.outcome import Outcome
from tasks.fetch.visit import visit
from tasks.store.archive import content, receipts
from tasks.store.home import Home
from tests.fetch.site import Page, Site
from tests.operations.parts import object_store

SOURCE = Bucket("uploads", "s3://reports/incoming", 1000)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    s3 = pytest.importorskip("s3fs").S3FileSystem
    part, env = object_store(tmp_path_factory.mktemp("s3"))
    part.start()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in env.items():
            patch.setenv(name, value)
        s3.clear_instance_cache()  # instances remember the server that was reached before
        fsspec.filesystem("s3").mkdir("reports")
        yield
        s3.clear_instance_cache()
    part.kill()


def put(name: str, data: bytes) -> None:
    fsspec.filesystem("s3").pipe_file(f"reports/incoming/{name}", data)


@pytest.mark.usefixtures("store")
def test_objects_that_changed_are_new_versions(tmp_path: Path) -> None:
    home = Home.open(str(tmp_path))
    put("2023/自评.txt", b"one")
    put("large.txt", b"x" * 1001)
    address = "s3://reports/incoming/2023/自评.txt"
    outcome = visit(home, SOURCE)
    assert outcome.fetched == (address,)
    assert [failed for failed, _ in outcome.failed] == ["s3://reports/incoming/large.txt"]
    assert visit(home, SOURCE).unchanged == 1
    put("2023/自评.txt", b"two")
    assert visit(home, SOURCE).fetched == (address,)
    assert [content(home, receipt.sha256) for receipt in receipts(home)] == [b"one", b"two"]


@pytest.mark.usefixtures("store")
def test_a_bucket_that_is_not_there_is_an_error_of_its_own_source(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="bucket"):
        visit(Home.open(str(tmp_path)), Bucket("gone", "s3://no-such-bucket/x", 1000))


@pytest.mark.usefixtures("store")
def test_what_is_fetched_from_the_web_is_kept_on_s3(site: Site) -> None:
    site.pages["/a.txt"] = Page(b"one")
    declared = Web(
        name="site", kind="urls", addresses=(site.address("/a.txt"),), hosts=frozenset({site.host}),
        min_seconds=0, robots=False, allow_loopback=True,
    )  # fmt: skip
    home = Home.open("s3://reports/home")
    assert visit(home, declared).fetched == (site.address("/a.txt"),)
    assert visit(home, replace(declared)) == Outcome("site", unchanged=1)
    assert [content(home, receipt.sha256) for receipt in receipts(home)] == [b"one"]
