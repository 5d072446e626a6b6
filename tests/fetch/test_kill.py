"""A fetch that is killed at any moment loses nothing and leaves nothing twice."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from tasks.fetch.retrievals import RETRIEVALS
from tasks.store import delta
from tasks.store.archive import content, receipts
from tasks.store.home import Home
from tests.fetch.site import Page, Site

KILLS = int(os.environ.get("YEARBOOK_FETCH_KILLS", "2"))
FILES = 60
BRISK = "min_seconds: 0, robots: false, allow_loopback: true"
FETCH = """
import sys
from tasks.fetch.visit import read_sources, visit
from tasks.store.home import Home
print("begun", flush=True)
for source in read_sources(sys.argv[1]):
    outcome = visit(Home.open(sys.argv[1]), source)
    assert not outcome.failed, outcome.failed
"""


def start(home: Path) -> subprocess.Popen[bytes]:
    process = subprocess.Popen([sys.executable, "-c", FETCH, str(home)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()  # what is killed is the fetch, not the start of its interpreter
    return process


def test_killed_at_any_moment_and_completed_by_the_next(tmp_path: Path, site: Site) -> None:
    def page(path: str) -> Page:
        return Page(path.encode() * 100, headers={"ETag": f'"{path}"'})

    paths = [f"/{n}.txt" for n in range(FILES)]
    site.pages |= {path: page(path) for path in paths}
    addresses = ", ".join(f"'{site.address(path)}'" for path in paths)
    declared = f"name: all, kind: urls, addresses: [{addresses}], {BRISK}"
    moments = random.Random(1)
    for i in range(KILLS):
        home = tmp_path / str(i)
        home.mkdir()
        (home / "sources.yaml").write_text(f"sources: [{{{declared}}}]")
        killed = start(home)
        time.sleep(moments.uniform(0.0, 0.9))
        killed.send_signal(signal.SIGKILL)
        killed.wait(10)
        assert start(home).wait(60) == 0
        opened = Home.open(str(home))
        kept = sorted((r.source, content(opened, r.sha256)) for r in receipts(opened))
        assert kept == sorted((site.address(path), page(path).body) for path in paths)
        for table in ("archive/receipts", RETRIEVALS):
            rows = delta.read_table(opened, table)
            assert rows is not None
            assert rows.num_rows == FILES
