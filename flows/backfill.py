"""Backfill: rebuild past fiscal years from the archive, each on its own, and publish once."""

from __future__ import annotations

import asyncio
import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prefect import flow

from flows import steps
from flows.batches import batches
from flows.publish import publish
from flows.yearbook import note
from tasks.model import RawFile, Report
from tasks.publish.summary import summarise
from tasks.reference import code_version
from tasks.store.archive import raw_files, receipts
from tasks.store.home import Home
from tasks.store.lake import done
from tasks.store.plan import arrivals, due

Members = Mapping[int, Sequence[RawFile]]


@dataclass(frozen=True, slots=True)
class Backfilled:
    """What a backfill did: reports rebuilt by year, years that failed with the reason, the release."""

    rebuilt: Mapping[int, int]
    failed: Mapping[int, str]
    unreadable: tuple[tuple[str, str], ...]
    release_id: str


class YearFailed(Exception):  # noqa: N818 - named for what happened
    """A year that could not be rebuilt; what was there of it before stands."""


@flow(name="backfill", flow_run_name="backfill {years} of {home}")
async def backfill(
    years: list[int],
    home: str = "data",
    paths: list[str] | None = None,
    workers: int = 0,
    parallel: bool = False,
) -> Backfilled:
    """Rebuild the reports of `years`: those the lake knows, and new ones that `paths` hold.

    Each year is a subflow and one commit; a year that fails leaves the others, and itself as it was.
    """
    workers = workers or os.cpu_count() or 1
    unreadable, new = _take_in(home, paths or [], years, workers)
    members = {year: [*_known(home, year), *new.get(year, ())] for year in years}
    runs = [_outcome(year, home, members[year], workers) for year in years]
    outcomes = await asyncio.gather(*runs) if parallel else [await run for run in runs]
    release_id = publish(home)
    await note(summarise(Home.open(home), release_id))
    failed = {year: reason for year, reason in zip(years, outcomes, strict=True) if reason}
    rebuilt = {year: len(members[year]) for year in years if year not in failed}
    return Backfilled(rebuilt, failed, unreadable, release_id)


def _take_in(
    home: str, paths: Sequence[str], years: Sequence[int], workers: int
) -> tuple[tuple[tuple[str, str], ...], Members]:
    """Archive what is new under `paths`, and sort it by year.

    Quarantined files are committed, for they belong to no year; reports of other years stay in the
    archive for the next run.
    """
    opened = Home.open(home)
    found = arrivals(opened, paths)
    refused = steps.receive(home, found.new) if found.new else ()
    by_year: defaultdict[int, list[RawFile]] = defaultdict(list)
    for reports in _interpreted(home, due(opened, (), code_version()), workers):
        steps.commit(home, [report for report in reports if _year(report) is None])
        for report in reports:
            by_year[_year(report) or 0].append(report.raw)
    return (*found.inbox.unreadable, *refused), {year: by_year[year] for year in years}


def _year(report: Report) -> int | None:
    return report.facts.identity.fiscal_year if report.facts and report.status == "published" else None


def _known(home: str, year: int) -> list[RawFile]:
    """The raw files that the lake holds of a year."""
    opened = Home.open(home)
    raws, finished = raw_files(receipts(opened)), done(opened)
    return [raws[digest] for digest in sorted(finished) if finished[digest].fiscal_year == year]


async def _outcome(year: int, home: str, raws: Sequence[RawFile], workers: int) -> str | None:
    """Run a year as a subflow; why it failed, or None."""
    state = await backfill_year(year, home, list(raws), workers, return_state=True)
    return None if state.is_completed() else (state.message or state.name or "failed")


@flow(name="backfill-year", flow_run_name="backfill {year}")
async def backfill_year(year: int, home: str, raws: list[RawFile], workers: int) -> int:
    """Interpret the reports of one year again and commit them together; returns how many."""
    # A thread of its own, so that years asked to run side by side do.
    return await asyncio.to_thread(rebuild_year, year, home, raws, workers)


def rebuild_year(year: int, home: str, raws: Sequence[RawFile], workers: int) -> int:
    """The work of one year; `YearFailed` where a report that was published can no longer be read."""
    reports = [report for batch in _interpreted(home, raws, workers) for report in batch]
    broken = [report for report in reports if (report.reason or "").startswith("internal:")]
    if broken:
        names = ", ".join(broken[0].raw.file_names)
        raise YearFailed(
            f"{year}: {len(broken)} report(s) could not be read, first {names}: {broken[0].reason}"
        )
    steps.commit(home, reports)
    return len(reports)


def _interpreted(home: str, raws: Sequence[RawFile], workers: int) -> list[list[Report]]:
    return [steps.interpret(batch, steps.load(home, batch), workers) for batch in batches(raws)]
