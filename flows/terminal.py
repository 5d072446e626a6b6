"""What the commands say in the terminal, and the exit status they end with."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tasks.publish.basis import Basis
from tasks.publish.changes import as_markdown
from tasks.publish.release import latest_release, stands
from tasks.publish.summary import Summary, summarise
from tasks.reference import code_version
from tasks.store.archive import Inbox, receipts
from tasks.store.home import S3, Home, inbox
from tasks.store.plan import arrivals, due

if TYPE_CHECKING:
    from flows.backfill import Backfilled
    from tasks.check.verdicts import CriticalFailure

SHOWN_FAILURES = 5  # with so many rows of them in all they fill one screen
SHOWN_ROWS = 12
PLAIN_WIDTH = 150  # columns where the output is a file or a pipe
COLUMNS = {
    "district": "district 地区", "fiscal_year": "year 年度", "department": "department 部门",
    "budget_total_yuan": "budget 预算 (元)", "expenditure_total_yuan": "spent 支出 (元)",
    "execution_rate_pct": "rate 执行率 (%)", "self_score": "score 得分", "grade": "grade 等级",
    "findings_failed": "findings 问题",
}  # fmt: skip


def console() -> Console:
    """Standard output, wide enough for the table where it is no terminal."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else PLAIN_WIDTH
    return Console(width=width, soft_wrap=False, highlight=False)


def run_yearbook(home: str, paths: list[str], workers: int, accept: str | None = None) -> int:
    """Run the main job; 0 done, 1 nothing was published and the last release stands."""
    return guarded(home, lambda: _run_yearbook(home, paths, workers, accept))


def _run_yearbook(home: str, paths: list[str], workers: int, accept: str | None) -> int:
    opened = Home.open(home)
    paths = paths or [inbox(home)]
    if not any(path.startswith(S3) for path in paths):  # a look at object storage takes in what it finds
        found = arrivals(opened, paths)
        finished = not found.new and not due(opened, found.hashes, code_version())
        if finished and (stands(opened, Basis.now(opened)) or nothing_ever(opened, found.inbox)):
            return nothing_new(opened, found.inbox, paths)
    quiet()
    from flows.scheduler import need_scheduler
    from flows.yearbook import yearbook

    before = latest_release(opened)
    need_scheduler()
    return _tell_run(opened, before, yearbook(home, paths, workers, accept))


def nothing_ever(home: Home, inbox: Inbox) -> bool:
    """Whether paths were mistaken before anything was received: that makes no release without a report."""
    return bool(inbox.unreadable) and latest_release(home) is None and not receipts(home)


def nothing_new(home: Home, inbox: Inbox, paths: Iterable[str]) -> int:
    """Say that there is nothing to do, and why: paths that cannot be read, no file there, or all known.

    A path that is missing is no failure: it is reported by name, and the rest goes on.
    """
    out = console()
    count, release = len(inbox.found), latest_release(home)
    stands_so = f"Release {release} stands." if release else "Nothing was published yet (尚未发布)."
    tell_unreadable(out, inbox.unreadable)
    if count:
        known = f"{count} {'file' if count == 1 else 'files'}, all known"
        out.print(f"Nothing new: {known}. {stands_so} (没有新文件)", soft_wrap=True)
    elif inbox.unreadable:
        out.print(f"Nothing was read. {stands_so} (未读取任何文件)", soft_wrap=True)
    else:
        where = ", ".join(printable(path) for path in paths)
        out.print(f"No file lies in {escape(where)}. {stands_so} (没有文件)", soft_wrap=True)
    return 0


def run_fetch(home: str) -> int:
    """Ask the declared sources; 1 where the declaration is wrong. A source that fails is told, no more."""
    quiet()
    from flows.fetch import fetch
    from flows.scheduler import need_scheduler

    def work() -> int:
        need_scheduler()
        outcomes = fetch(home).outcomes
        if not outcomes:
            console().print(f"Nothing to ask: {escape(home)}/sources.yaml declares no source (未声明来源)")
        for outcome in outcomes:
            counts = (
                f"{len(outcome.fetched)} new, {outcome.unchanged} unchanged, {len(outcome.failed)} failed"
            )
            console().print(f"{escape(outcome.source)}: {outcome.folder or counts}")
            tell_unreadable(console(), outcome.failed)
        return 0

    return guarded(home, work)


def run_backfill(home: str, years: list[int], paths: list[str], **options: Any) -> int:
    """Run a backfill; 1 where a year failed or nothing could be published."""
    quiet()
    import asyncio

    from flows.backfill import backfill
    from flows.scheduler import need_scheduler

    def work() -> int:
        need_scheduler()
        return _tell_backfill(home, asyncio.run(backfill(years, home, paths, **options)))

    return guarded(home, work)


def _tell_backfill(home: str, done: Backfilled) -> int:
    out = console()
    tell_unreadable(out, done.unreadable)
    if done.would_change is not None:
        out.print(escape(as_markdown(done.would_change, "What would change (预演)")), soft_wrap=True)
    if done.release_id:
        tell_release(out, summarise(Home.open(home), done.release_id))
    for year, rebuilt in done.years.items():
        if rebuilt.failed:
            out.print(f"[red]{year} failed and stands as it was:[/] {escape(rebuilt.failed)}", soft_wrap=True)
        else:
            out.print(f"{year}: {rebuilt.read} reports read again, {rebuilt.changed} of them changed")
    return 1 if any(rebuilt.failed for rebuilt in done.years.values()) else 0


def _tell_run(home: Home, before: str | None, done: Any) -> int:
    out = console()
    summary = summarise(home, done.release_id)
    tell_release(out, summary)
    tell_unreadable(out, done.ingested.unreadable)
    if done.release_id == before:
        out.print(f"The tables are as before: release {before} stands. (数据无变化)")
    return 0


def tell_release(out: Console, summary: Summary) -> None:
    """The headline, the files left out with their reasons, and where the release lies."""
    table = Table(title="Published 已发布", title_justify="left")
    for name, label in COLUMNS.items():
        table.add_column(label, justify="left" if name in ("district", "department", "grade") else "right")
    for row in summary.headline:
        table.add_row(*(escape(shown(name, row[name])) for name in COLUMNS))
    out.print(table)
    if summary.left_out:
        out.print(left_out(summary.left_out))
    out.print(f"Release 版本: {summary.path}", soft_wrap=True)
    out.print(f"Open 打开: {summary.path}/report/index.html", soft_wrap=True)


def left_out(rows: Iterable[Mapping[str, Any]]) -> Table:
    """The files that were not published, and why."""
    table = Table(title="Not published 未发布", title_justify="left")
    for label in ("file 文件", "status 状态", "why 原因"):
        table.add_column(label, overflow="fold")
    for row in rows:
        why = row["reason"].removeprefix(f"{row['status']}: ")  # the column beside it says so already
        table.add_row(*(escape(printable(text)) for text in (row["file_name"], row["status"], why)))
    return table


def tell_unreadable(out: Console, unreadable: Iterable[tuple[str, str]]) -> None:
    """Paths that have no bytes and so no row."""
    for path, reason in unreadable:
        out.print(f"[yellow]Not read:[/] {escape(printable(path))}: {escape(reason)}", soft_wrap=True)


def tell_failure(failure: CriticalFailure, home: Home) -> None:
    """What failed and for which rows, on one screen."""
    out = console()
    out.print(f"[red bold]Nothing was published.[/] {escape(str(failure))} (未发布:关键检查未通过)")
    shown = failure.failed[:SHOWN_FAILURES]
    for verdict in shown:
        place = verdict.table if verdict.column is None else f"{verdict.table}.{verdict.column}"
        rows = f"{verdict.failing} of {verdict.checked} rows"
        out.print(f"  {place}: {verdict.expectation}: {rows}. Expected: {escape(verdict.en)}")
        for example in verdict.examples[: SHOWN_ROWS // len(shown)]:
            out.print("    " + escape(", ".join(f"{k}={v}" for k, v in example.items())), soft_wrap=True)
    if (more := len(failure.failed) - SHOWN_FAILURES) > 0:
        out.print(f"  and {more} more that are critical (另有{more}项)")
    out.print(f"The last release stands: {latest_release(home) or 'none yet'}")


def guarded(home: str, work: Callable[[], int]) -> int:
    """Run the work of a command; a failure is told in words and ends with 1."""
    from tasks.check.verdicts import CriticalFailure

    try:
        return work()
    except CriticalFailure as failure:
        tell_failure(failure, Home.open(home))
    except Exception as error:
        if os.environ.get("YEARBOOK_DEBUG"):
            raise
        message = f"{type(error).__name__}: {error}"
        console().print(f"[red bold]Failed.[/] {escape(message)}", soft_wrap=True)
        console().print(f"The last release stands: {_standing(home)}")
    return 1


def _standing(home: str) -> str:
    try:
        return latest_release(Home.open(home)) or "none yet"
    except Exception:
        return "it cannot be reached now, and nothing was written to it"


def shown(name: str, value: Any) -> str:
    """A figure as people read it; an absent one as a dash."""
    if value is None:
        return "—"
    return f"{value:,.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def printable(text: str) -> str:
    """Text from outside without control characters that a terminal would act on."""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)


def quiet() -> None:
    """Keep Prefect's temporary server to itself; a server of one's own logs as it is told."""
    if not os.environ.get("PREFECT_API_URL"):
        os.environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL")
        os.environ.setdefault("PREFECT_SERVER_LOGGING_LEVEL", "CRITICAL")
