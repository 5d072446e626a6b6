"""Sources that fail, asked by the command as people run it: the next night has what the first missed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from tasks.store.archive import content, receipts
from tasks.store.home import Home
from tests.fetch.site import Page, Site, serve
from tests.operations import parts
from tests.operations.commands import Commands
from tests.operations.parts import BUCKET, Environment
from tests.operations.proxy import FaultyProxy

QUICKLY = {
    "min_seconds": 0, "timeout_seconds": 1, "attempts": 2, "allow_loopback": True, "robots": False,
}  # fmt: skip
# Each fault of a server with the words in which it is told.
FAULTS = {
    "/unchanged": (Page(status=304), "unchanged (304) of a file that it never gave"),
    "/refused": (Page(status=403), "refuses access (403)"),
    "/gone": (Page(status=404), "nothing at this address (404)"),
    "/busy": (Page(status=429, headers={"Retry-After": "1"}), "429"),
    "/failed": (Page(status=500), "the server failed (500)"),
    "/torn": (Page(b"x", announced=9), "broke off"),
    "/circle": (Page(status=302, headers={"Location": "/circle"}), "redirects in a circle"),
    "/private": (Page(status=302, headers={"Location": "http://10.0.0.1/"}), "10.0.0.1"),
    "/silent": (
        Page(b"late", delay=3),
        "no answer within 1 seconds",
    ),
}


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


def declare(home: Home, *sources: dict[str, object]) -> None:
    home.write(yaml.safe_dump({"sources": list(sources)}).encode(), "sources.yaml")


def kept(home: Home) -> dict[str, bytes]:
    return {receipt.source: content(home, receipt.sha256) for receipt in receipts(home)}


@pytest.mark.parametrize("kind", ["disk", "s3"])
def test_every_fault_of_a_server_is_named_and_the_next_night_has_the_rest(
    kind: str, commands: Commands, site: Site, home_at: Callable[[str], str]
) -> None:
    address = home_at(kind)
    home = Home.open(address)
    paths = ["/good", *FAULTS]
    site.pages |= {"/good": Page(b"good")} | {path: page for path, (page, _) in FAULTS.items()}
    # A server that was silent is left alone for the rest of a source, so each has a source of its own.
    declare(
        home,
        *({"name": p[1:], "kind": "urls", "addresses": [site.address(p)], **QUICKLY} for p in paths),
    )
    said = commands.run("fetch", "--home", address)
    assert "good: 1 new, 0 unchanged, 0 failed" in said
    for path, (_, words) in FAULTS.items():
        assert f"{path[1:]}: 0 new, 0 unchanged, 1 failed" in said
        (line,) = [line for line in said.splitlines() if site.address(path) in line]
        assert words in line
    assert kept(home) == {site.address("/good"): b"good"}

    site.pages |= {path: Page(path.encode()) for path in FAULTS}
    said = commands.run("fetch", "--home", address)
    assert said.count("1 new, 0 unchanged, 0 failed") == len(FAULTS)
    assert kept(home) == {site.address("/good"): b"good"} | {
        site.address(path): path.encode() for path in FAULTS
    }


def test_a_prefix_on_s3_is_fetched_whole_however_badly_the_store_answers(
    commands: Commands, store: Environment, tmp_path: Path
) -> None:
    uploads = Home.open(f"s3://{BUCKET}/uploads-{tmp_path.name}")
    files = {uploads.address(f"{n}.txt"): f"{n}".encode() * 100 for n in range(30)}
    for name, data in files.items():
        uploads.write(data, name.rsplit("/", 1)[-1])
    home = Home.open(str(tmp_path / "home"))
    declare(home, {"name": "uploads", "kind": "s3", "address": uploads.address("").rstrip("/")})
    proxy = FaultyProxy(store["AWS_ENDPOINT_URL"])
    proxy.rate = 0.1
    try:
        said = commands.run("fetch", "--home", home.root, env={"AWS_ENDPOINT_URL": proxy.address})
    finally:
        proxy.close()
    assert proxy.faults
    assert "uploads: 30 new, 0 unchanged, 0 failed" in said
    assert kept(home) == files
    away = {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{parts.free_port()}"}
    assert "nothing could be fetched" in commands.run("fetch", "--home", home.root, env=away)
    uploads.write(b"changed", "7.txt")
    assert "uploads: 1 new, 29 unchanged, 0 failed" in commands.run("fetch", "--home", home.root)
    assert kept(home) == files | {uploads.address("7.txt"): b"changed"}
