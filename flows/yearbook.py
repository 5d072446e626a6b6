"""Yearbook: the main job, from raw files to a published release."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from prefect import flow
from prefect.artifacts import acreate_markdown_artifact, acreate_table_artifact

from flows.ingest import Ingested, ingest
from flows.publish import publish
from tasks.publish.summary import Summary, summarise
from tasks.store.home import DEFAULT_HOME, Home


@dataclass(frozen=True, slots=True)
class Done:
    """What a run did, and the release it left current."""

    ingested: Ingested
    release_id: str


@flow(name="yearbook", flow_run_name="yearbook of {home}")
def yearbook(
    home: str = DEFAULT_HOME, paths: list[str] | None = None, workers: int = 0, accept: str | None = None
) -> Done:
    """Ingest what is new under `paths` (default: the inbox `<home>/raw`) and publish a release."""
    ingested = ingest(home, paths or [f"{home}/raw"], workers)
    release_id = publish(home, accept)
    asyncio.run(note(summarise(Home.open(home), release_id), ingested))
    return Done(ingested, release_id)


async def note(summary: Summary, ingested: Ingested | None = None) -> None:
    """Leave the summary of a run where its operator looks for it."""
    rows = [dict(row) for row in summary.headline]
    await acreate_table_artifact(rows, key="district-year", description=summary.release_id)
    received = f"{ingested.received} received, {ingested.interpreted} interpreted. " if ingested else ""
    await acreate_markdown_artifact(f"{received}\n\n{summary.as_markdown()}", key="run-summary")
