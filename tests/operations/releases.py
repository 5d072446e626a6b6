"""What must be true of a home whatever happened to it."""

from __future__ import annotations

import json
from hashlib import sha256

from tasks.publish.release import latest_release, read_tables
from tasks.store.home import Home

Files = dict[str, bytes]


def files_of(address: str, release_id: str) -> Files:
    """Every file of a release by its path in it."""
    home = Home.open(address)
    root = home.path("releases", release_id)
    return {path[len(root) + 1 :]: home.fs.cat_file(path) for path in sorted(home.fs.find(root))}


def verified(address: str) -> Files:
    """The files of the current release, after checking that it opens and that every hash holds."""
    current = latest_release(Home.open(address))
    assert current, "there is no current release"
    files = files_of(address, current)
    hashes = json.loads(files["release.json"])["sha256"]
    assert {path: sha256(files[path]).hexdigest() for path in hashes} == hashes
    assert read_tables(Home.open(address), current)["reports"].num_rows > 0
    assert b"</html>" in files["report/index.html"][-20:]
    return files


def tables(files: Files) -> Files:
    """The tables among them."""
    return {path: data for path, data in files.items() if path.startswith(("tables/", "csv/"))}


def order(address: str) -> list[str]:
    """The releases from the first to the current one, as each names the one before it.

    Every release there is must be in that one line.
    """
    home = Home.open(address)
    line: list[str] = []
    name = latest_release(home)
    while name:
        line.append(name)
        name = json.loads(home.read("releases", name, "release.json"))["previous"]
    line.reverse()
    assert line == sorted(line)
    assert [n for n in home.folders("releases") if not n.startswith(".")] == line
    return line
