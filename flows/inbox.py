"""Inbox: a look, every few minutes, whether somebody dropped a file; a run where there is one."""

from __future__ import annotations

from datetime import UTC, datetime

from prefect import flow

from flows.notify import tell_failure
from flows.yearbook import Done, yearbook
from tasks.fetch.bucket import anything_new
from tasks.fetch.declaration import Folder
from tasks.fetch.dropped import dropped
from tasks.fetch.retrievals import known
from tasks.fetch.visit import read_sources
from tasks.store.home import DEFAULT_HOME, S3, Home
from tasks.store.home import inbox as inbox_of

SETTLE_SECONDS = 10.0


@flow(name="inbox", flow_run_name="inbox of {home}", on_failure=[tell_failure], on_crashed=[tell_failure])
def inbox(
    home: str = DEFAULT_HOME, sources_path: str | None = None, settle_seconds: float = SETTLE_SECONDS
) -> Done | None:
    """Publish what was dropped into `<home>/raw` or a declared folder; nothing is done where nothing was.

    Meant for a short schedule: it looks at names and times only, and contacts no other source.
    """
    declared = [s.path for s in read_sources(home, sources_path) if isinstance(s, Folder)]
    opened, own = Home.open(home), inbox_of(home)
    folders = dict.fromkeys([*declared] if own.startswith(S3) else [own, *declared])
    arrived = dropped(opened, folders, settle_seconds, datetime.now(UTC))
    if own.startswith(S3) and anything_new(opened.fs, opened.path("raw"), known(opened)):
        arrived.append(own)
    return yearbook(home, arrived) if arrived else None
