"""Watchdog: what a run cannot tell itself, because its machine or every worker is gone.

The Prefect server watches: a run that nobody took up is told of, and one that gives no sign of life is
marked as crashed, so that the next may start, and told of. Set up once, and again to change it:

    python -m flows.watchdog custom-webhook/operators

The server sends these messages itself and so knows Prefect's own kinds of blocks only.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from datetime import timedelta
from typing import cast
from uuid import UUID

from prefect.automations import Automation
from prefect.blocks.core import Block
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState, SendNotification
from prefect.events.schemas.automations import EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification

FLOWS = ["yearbook", "inbox", "fetch", "ingest", "publish", "backfill", "backfill-year", "quality-report"]
LATE = timedelta(minutes=30)  # runs may wait that long for one that is under way
SILENT = timedelta(
    minutes=10
)  # three signs of life that did not come, 180 seconds apart as Prefect sends them
ENDED = [f"prefect.flow-run.{state}" for state in ("Completed", "Failed", "Cancelled", "Crashed")]
BEGUN = [f"prefect.flow-run.{state}" for state in ("Pending", "Running")]
HEARTBEAT = "prefect.flow-run.heartbeat"


def automations(block_id: UUID, late: timedelta = LATE, silent: timedelta = SILENT) -> list[Automation]:
    """The two automations, telling people through a block."""
    reason = f"No sign of life for {silent.total_seconds():.0f} seconds."
    crash = ChangeFlowRunState(name=None, state=StateType.CRASHED, message=reason, force=False)
    return [
        Automation(
            name="yearbook: a run was not taken up",
            trigger=_missing("prefect.flow-run.Late", [*BEGUN, *ENDED], late),
            actions=[_tell(block_id, "was not taken up; is a worker running? 未被执行，请检查执行进程")],
        ),
        Automation(
            name="yearbook: a run gave no sign of life",
            trigger=_missing(HEARTBEAT, [HEARTBEAT, *ENDED], silent),
            actions=[crash, _tell(block_id, "gave no sign of life and counts as crashed 失去联系")],
        ),
    ]


def _missing(after: str, expected: list[str], within: timedelta) -> EventTrigger:
    """That none of the expected events of a run of ours follows in time."""
    ours: dict[str, str | list[str]] = {"prefect.resource.role": "flow", "prefect.resource.name": FLOWS}
    return EventTrigger(
        match=ResourceSpecification({"prefect.resource.id": "prefect.flow-run.*"}),
        match_related=ResourceSpecification(ours),
        for_each={"prefect.resource.id"},
        after={after},
        expect=set(expected),
        posture=Posture.Proactive,
        threshold=1,
        within=within,
    )


def _tell(block_id: UUID, what: str) -> SendNotification:
    return SendNotification(
        block_document_id=block_id,
        subject=f"[yearbook] a run {what}",
        body="{{ flow.name }}, {{ flow_run.name }}: {{ flow_run|ui_url }}\n"
        "The last release stands. (上一版本仍然有效)",
    )


async def set_up(block: str, late: timedelta = LATE, silent: timedelta = SILENT) -> None:
    """Make both automations, in place of those of the same names; ValueError where there is no such block."""
    document = cast(Block, await Block.aload(block))
    assert document._block_document_id is not None
    for automation in automations(document._block_document_id, late, silent):
        with suppress(ValueError):  # where there is none yet
            await (await Automation.aread(name=automation.name)).adelete()
        await automation.acreate()


if __name__ == "__main__":
    asyncio.run(set_up(sys.argv[1]))
