"""Yearbook: the main job, from raw files to a published release."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from prefect import flow
from prefect.artifacts import acreate_markdown_artifact, acreate_table_artifact

from flows.fetch import fetch_all
from flows.ingest import Ingested, ingest
from flows.notify import tell_failure, tell_release
from flows.publish import publish
from tasks.fetch.visit import read_sources
from tasks.publish.release import latest_release
from tasks.publish.summary import Summary, summarise
from tasks.store.home import DEFAULT_HOME, Home, inbox


@dataclass(frozen=True, slots=True)
class Done:
    """What a run did, and the release it left current."""

    ingested: Ingested
    release_id: str


@flow(
    name="yearbook",
    flow_run_name="yearbook of {home}",
    on_failure=[tell_failure],
    on_crashed=[tell_failure],
)
def yearbook(
    home: str = DEFAULT_HOME,
    paths: list[str] | None = None,
    workers: int = 0,
    accept: str | None = None,
    visit_sources: bool = False,
) -> Done:
    """Ingest what is new under `paths` (default: the inbox `<home>/raw`) and publish a release.

    Only with `visit_sources` are the declared sources asked for what is new; nothing else is contacted.
    """
    before = latest_release(Home.open(home))
    folders = fetch_all(home, read_sources(home)).folders if visit_sources else ()
    looked_at = dict.fromkeys([*(paths or [inbox(home)]), *folders])
    ingested = ingest(home, list(looked_at), workers)
    release_id = publish(home, accept)
    asyncio.run(note(summarise(Home.open(home), release_id), ingested))
    asyncio.run(tell_release(home, before, release_id))
    return Done(ingested, release_id)


async def note(summary: Summary, ingested: Ingested | None = None) -> None:
    """Leave the summary of a run where its operator looks for it."""
    rows = [dict(row) for row in summary.headline]
    await acreate_table_artifact(rows, key="district-year", description=summary.release_id)
    received = f"{ingested.received} received, {ingested.interpreted} interpreted. " if ingested else ""
    await acreate_markdown_artifact(f"{received}\n\n{summary.as_markdown()}", key="run-summary")
