"""Fetch: what is new at the declared sources goes into the archive, with its address and time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE

from flows.notify import tell_failure
from tasks.fetch.declaration import Source
from tasks.fetch.outcome import Outcome
from tasks.fetch.visit import read_sources, visit
from tasks.store.home import DEFAULT_HOME, Home

SHOWN = 50  # failed addresses that the artifact names; the log has all


@dataclass(frozen=True, slots=True)
class Fetched:
    """What each source gave."""

    outcomes: tuple[Outcome, ...]

    @property
    def folders(self) -> list[str]:
        """Declared folders, which ingestion is to look through itself."""
        return [outcome.folder for outcome in self.outcomes if outcome.folder]

    @property
    def new(self) -> int:
        """Files taken into the archive."""
        return sum(len(outcome.fetched) for outcome in self.outcomes)


# What goes wrong at a server is patiently dealt with inside and told in the outcome; an error that
# comes out is the store's, and another try costs little: what was kept is not downloaded again.
@task(
    name="fetch-source",
    task_run_name="fetch {source.name}",
    retries=2,
    retry_delay_seconds=[5.0, 30.0],
    cache_policy=NO_CACHE,
)
def fetch_source(home: str, source: Source) -> Outcome:
    """Visit one source."""
    return visit(Home.open(home), source)


@flow(name="fetch", flow_run_name="fetch into {home}", on_failure=[tell_failure], on_crashed=[tell_failure])
def fetch(home: str = DEFAULT_HOME, sources_path: str | None = None) -> Fetched:
    """Visit every source declared in `sources_path` (default: `<home>/sources.yaml`)."""
    return fetch_all(home, read_sources(home, sources_path))


def fetch_all(home: str, sources: Sequence[Source]) -> Fetched:
    """Visit the sources one after another, for two may share a host; must be called in a flow.

    A source that fails is told of and hurts no other.
    """
    outcomes = tuple(fetch_one(home, source) for source in sources)
    _tell(outcomes)
    return Fetched(outcomes)


def fetch_one(home: str, source: Source) -> Outcome:
    """Visit one source; that it failed is told in the outcome."""
    try:
        return fetch_source(home, source)
    except Exception as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        return Outcome(source.name, failed=((source.name, f"nothing could be fetched: {reason}"),))


def _tell(outcomes: Sequence[Outcome]) -> None:
    """Leave a table for the operator, and every failed address with its reason in the log."""
    visited = [outcome for outcome in outcomes if outcome.folder is None]
    if not visited:
        return
    failed = [(o.source, address, reason) for o in visited for address, reason in o.failed]
    for source, address, reason in failed:
        get_run_logger().warning("%s: %s: %s", source, address, reason)
    create_table_artifact([_row(outcome) for outcome in visited], key="fetched", description="Sources 来源")
    if failed:
        lines = [f"- {source}: `{address}`: {reason}" for source, address, reason in failed[:SHOWN]]
        lines += [f"- and {len(failed) - SHOWN} more, in the log"] if len(failed) > SHOWN else []
        create_markdown_artifact("\n".join(lines), key="not-fetched", description="Not fetched 未取得")


def _row(outcome: Outcome) -> dict[str, str | int]:
    counts = {"fetched": len(outcome.fetched), "unchanged": outcome.unchanged, "failed": len(outcome.failed)}
    return {"source": outcome.source, **counts}
