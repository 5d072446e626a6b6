"""Backfill: rebuild past fiscal years from the archive, each on its own, and publish once."""

from __future__ import annotations

import asyncio
import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prefect import flow

from flows import steps
from flows.cluster import interpreted, task_runner
from flows.notify import tell_failure, tell_release
from flows.publish import publish
from flows.receive import Unreadable, receive_all
from flows.yearbook import note
from tasks.model import RawFile, Report
from tasks.publish.build import preview
from tasks.publish.changes import Changes
from tasks.publish.release import latest_release
from tasks.publish.summary import summarise
from tasks.reference import code_version
from tasks.store.home import DEFAULT_HOME, Home
from tasks.store.plan import due
from tasks.store.selection import Selection, selected

Members = Mapping[int, Sequence[RawFile]]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What became of one year: reports read again, how many read differently, or why it failed."""

    read: int
    changed: int = 0
    failed: str | None = None


@dataclass(frozen=True, slots=True)
class Backfilled:
    """What a backfill did by year, and the release; with a dry run what it would change instead."""

    years: Mapping[int, Rebuilt]
    unreadable: Unreadable
    release_id: str | None
    would_change: Changes | None = None


class YearFailed(Exception):  # noqa: N818 - named for what happened
    """A year that could not be rebuilt; what was there of it before stands."""


@flow(
    name="backfill",
    flow_run_name="backfill {years} of {home}",
    on_failure=[tell_failure],
    on_crashed=[tell_failure],
    task_runner=task_runner(),
)
async def backfill(
    years: list[int],
    home: str = DEFAULT_HOME,
    paths: list[str] | None = None,
    workers: int = 0,
    parallel: bool = False,
    selection: Selection | None = None,
    dry_run: bool = False,
) -> Backfilled:
    """Rebuild the reports of `years`: those the lake knows and `selection` takes, and new ones under `paths`.

    Each year is a subflow and one commit; a year that fails leaves the others, and itself as it was. A dry
    run commits and publishes nothing and says what would change.
    """
    workers = workers or os.cpu_count() or 1
    unreadable, new = _take_in(home, paths or [], years, workers, dry_run)
    known = selected(Home.open(home), years, selection or Selection())
    members = {year: each_once(known.get(year, ()), new.get(year, ())) for year in years}
    if dry_run:
        reports = [r for year in years for batch in interpreted(home, members[year], workers) for r in batch]
        read = {year: Rebuilt(len(members[year])) for year in years}
        return Backfilled(read, unreadable, None, preview(Home.open(home), reports, code_version()))
    runs = [_outcome(year, home, members[year], workers) for year in years]
    outcomes = await asyncio.gather(*runs) if parallel else [await run for run in runs]
    before = latest_release(Home.open(home))
    release_id = publish(home)
    await tell_release(home, before, release_id)
    await note(summarise(Home.open(home), release_id))
    return Backfilled(dict(zip(years, outcomes, strict=True)), unreadable, release_id)


def _take_in(
    home: str, paths: Sequence[str], years: Sequence[int], workers: int, dry_run: bool
) -> tuple[Unreadable, Members]:
    """Archive what is new under `paths`, and sort what was never interpreted by year.

    Quarantined files are committed, for they belong to no year; reports of other years stay in the
    archive for the next run. A dry run takes files into the archive too, where they change nothing yet.
    """
    opened = Home.open(home)
    unreadable = receive_all(home, paths).unreadable
    by_year: defaultdict[int, list[RawFile]] = defaultdict(list)
    for reports in interpreted(home, due(opened, (), code_version()), workers):
        if not dry_run:
            steps.commit(home, steps.whole([report for report in reports if _year(report) is None]))
        for report in reports:
            by_year[_year(report) or 0].append(report.raw)
    return unreadable, {year: by_year[year] for year in years}


def each_once(known: Sequence[RawFile], new: Sequence[RawFile]) -> list[RawFile]:
    """The files of a year; one that another run has made known in the meantime is new no longer."""
    there = {raw.sha256 for raw in known}
    return [*known, *(raw for raw in new if raw.sha256 not in there)]


def _year(report: Report) -> int | None:
    return report.facts.identity.fiscal_year if report.facts and report.status == "published" else None


async def _outcome(year: int, home: str, raws: Sequence[RawFile], workers: int) -> Rebuilt:
    """Run a year as a subflow; a failure is told, not raised."""
    state = await backfill_year(year, home, list(raws), workers, return_state=True)
    if state.is_completed():
        return Rebuilt(len(raws), await state.aresult())
    return Rebuilt(len(raws), failed=state.message or state.name or "failed")


@flow(name="backfill-year", flow_run_name="backfill {year}", task_runner=task_runner())
async def backfill_year(year: int, home: str, raws: list[RawFile], workers: int) -> int:
    """Interpret the reports of one year again and commit them together; returns how many read differently."""
    # A thread of its own, so that years asked to run side by side do.
    return await asyncio.to_thread(rebuild_year, year, home, raws, workers)


def rebuild_year(year: int, home: str, raws: Sequence[RawFile], workers: int) -> int:
    """The work of one year; `YearFailed` where a report can no longer be read for a fault of ours."""
    reports = [report for batch in interpreted(home, raws, workers) for report in batch]
    broken = [report for report in reports if (report.reason or "").startswith("internal:")]
    if broken:
        names = ", ".join(broken[0].raw.file_names)
        raise YearFailed(
            f"{year}: {len(broken)} report(s) could not be read, first {names}: {broken[0].reason}"
        )
    return steps.commit(home, steps.whole(reports))
