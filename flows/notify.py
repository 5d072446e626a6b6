"""Telling people: a run that failed or crashed, too much in quarantine, a new release.

Two settings say whom and when: `YEARBOOK_NOTIFY` names Prefect block documents, by commas
("custom-webhook/operators, yearbook-mail/operators"); `YEARBOOK_QUARANTINE_LIMIT` is how many files
a release may newly leave out before people are told. Whatever goes wrong here never fails a run.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
import os
from dataclasses import dataclass
from typing import Any, cast

import httpx
import pyarrow.compute as pc
from prefect import Flow
from prefect.blocks.abstract import NotificationBlock, NotificationError
from prefect.blocks.core import Block
from prefect.client.schemas.objects import FlowRun, State
from prefect.settings import get_current_settings

from flows import mail  # noqa: F401 - registers the type of its block
from tasks.publish.release import read_tables
from tasks.store.home import Home

BLOCKS = "YEARBOOK_NOTIFY"
LIMIT = "YEARBOOK_QUARANTINE_LIMIT"
DEFAULT_LIMIT = 10
NAMED = 20  # quarantined files that a message names
SECONDS = 30.0  # for one message

log = logging.getLogger("prefect.yearbook.notify")


@dataclass(frozen=True, slots=True)
class Notice:
    """A message to people."""

    subject: str
    body: str


async def tell_failure(flow: Flow[..., Any], flow_run: FlowRun, state: State[Any]) -> None:
    """A hook for `on_failure` and `on_crashed`; workers call it by the names of its parameters.

    A run within another is left to that one: people are told once.
    """
    if flow_run.parent_task_run_id is None:
        await send(failure_notice(flow.name, flow_run, state))


async def tell_release(home: str, before: str | None, after: str) -> None:
    """Tell of a release where `after` is a new one, and of its quarantine where that is above the limit."""
    if before == after or not blocks():
        return
    opened = Home.open(home)
    new = quarantined(opened, after)
    for report_id in quarantined(opened, before) if before else ():
        new.pop(report_id, None)
    await send(release_notice(opened, after, len(new)))
    if len(new) > limit():
        await send(quarantine_notice(after, list(new.values())))


def failure_notice(flow_name: str, run: FlowRun, state: State[Any]) -> Notice:
    """What happened to a run, and where to look."""
    crashed = state.is_crashed()
    what = "crashed 崩溃" if crashed else "failed 失败"
    lines = [f"{run.name or run.id} ({flow_name}): {what}.", state.message or "No reason was given."]
    lines.append("The last release stands; the next run takes up what this one left. (上一版本仍然有效)")
    address = get_current_settings().ui_url
    if address:
        lines.append(f"{address}/runs/flow-run/{run.id}")
    return Notice(f"[yearbook] {flow_name} {what}", "\n".join(lines))


def release_notice(home: Home, release_id: str, new: int) -> Notice:
    """That there is a new release, and where it lies."""
    left_out = f"{new} file(s) newly in quarantine." if new else "Nothing new in quarantine."
    body = f"{home.path('releases', release_id)}\n{left_out}\nWhat changed is in its CHANGES.md."
    return Notice(f"[yearbook] release {release_id} 新版本", body)


def quarantine_notice(release_id: str, files: list[str]) -> Notice:
    """Which files were left out, and why."""
    lines = [f"Release {release_id} newly leaves out {len(files)} files, more than {limit()}:"]
    lines += [f"- {line}" for line in files[:NAMED]]
    lines += [f"and {len(files) - NAMED} more, in its reports table"] if len(files) > NAMED else []
    return Notice(f"[yearbook] {len(files)} files in quarantine 隔离", "\n".join(lines))


def quarantined(home: Home, release_id: str) -> dict[str, str]:
    """The quarantined files of a release by report id: name and reason."""
    reports = read_tables(home, release_id)["reports"]
    rows = reports.filter(pc.equal(reports["status"], "quarantined")).to_pylist()
    return {row["report_id"]: f"{row['file_name']}: {row['reason']}" for row in rows}


def blocks() -> list[str]:
    """The block documents to notify through, as set."""
    return [name.strip() for name in os.environ.get(BLOCKS, "").split(",") if name.strip()]


def limit() -> int:
    """How many files a release may newly leave out in silence."""
    value = os.environ.get(LIMIT, "")
    if value and not value.isdecimal():
        log.warning("%s=%r is no number; %d is taken", LIMIT, value, DEFAULT_LIMIT)
    return int(value) if value.isdecimal() else DEFAULT_LIMIT


async def send(notice: Notice) -> None:
    """Send through every block; one that fails is logged and stops neither the others nor the run."""
    for name in blocks():
        try:
            await asyncio.wait_for(_send(name, notice), SECONDS)
        except Exception as error:
            log.error("nobody was told through %s of %r: %s", name, notice.subject, _why(error))


def _why(error: Exception) -> str:
    """Why a message did not get through; addresses of webhooks are secrets and stay out of it."""
    if isinstance(error, httpx.HTTPStatusError):
        return f"it answered {error.response.status_code}"
    secret = isinstance(error, httpx.HTTPError | NotificationError)
    return type(error).__name__ if secret or not str(error) else str(error)


async def _send(name: str, notice: Notice) -> None:
    block = cast(NotificationBlock, await Block.aload(name))
    with block.raise_on_failure():
        sent = getattr(block, "anotify", block.notify)(notice.body, notice.subject)
        if inspect.isawaitable(sent):
            await sent
