"""Visiting one source of any kind; what is new lies in the archive before the visit is told of."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import fsspec

from tasks.fetch.answers import Known
from tasks.fetch.bucket import fetch_bucket
from tasks.fetch.declaration import Bucket, Folder, Source, Web, parse_sources
from tasks.fetch.outcome import Keep, Outcome, Retrieved
from tasks.fetch.retrievals import keep, known
from tasks.fetch.visitor import Visitor
from tasks.fetch.web import fetch_web
from tasks.store.home import Home

BATCH = 20  # files kept in one commit: what a kill costs at most


def read_sources(home: str, path: str | None = None) -> tuple[Source, ...]:
    """The sources declared in the file at `path`, or in `sources.yaml` of the home where that exists.

    Relative folders start from that file's folder as it was given, so that a file has one name however it
    is reached. Raises `BadDeclaration`, and FileNotFoundError where `path` names nothing.
    """
    if path is not None:
        file = Path(path)
        return parse_sources(file.read_text("utf-8"), path, file.parent)
    opened = Home.open(home)
    if not opened.exists("sources.yaml"):
        return ()
    folder = Path(opened.root if "://" in home else home) if opened.local else None
    return parse_sources(opened.read("sources.yaml").decode(), opened.address("sources.yaml"), folder)


def visit(home: Home, source: Source) -> Outcome:
    """Fetch what is new at a source; a folder is left to ingestion.

    What goes wrong at an address is in the outcome; an error is raised where nothing could be kept.
    """
    if isinstance(source, Folder):
        return Outcome(source.name, folder=source.path)
    kept = Kept(home)
    try:
        return _fetch(source, known(home), kept.add)
    finally:
        kept.flush()


def _fetch(source: Bucket | Web, before: Mapping[str, Known], keep_one: Keep) -> Outcome:
    if isinstance(source, Web):
        return fetch_web(source, Visitor(source), before, keep_one)
    fs, root = fsspec.url_to_fs(source.address)
    return fetch_bucket(source, fs, root, before, keep_one)


class Kept:
    """Gathers what was retrieved and takes it into the archive batch by batch."""

    def __init__(self, home: Home) -> None:
        self._home, self._batch = home, list[Retrieved]()

    def add(self, new: Retrieved) -> None:
        """Take one more; a full batch goes into the archive."""
        self._batch.append(new)
        if len(self._batch) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Take what was gathered into the archive."""
        if self._batch:
            keep(self._home, self._batch)
            self._batch = []
