"""The automations that the Prefect server is to keep for us."""

import asyncio

import pytest
from prefect.blocks.notifications import CustomWebhookNotificationBlock
from prefect.client.orchestration import get_client

from flows.watchdog import FLOWS, set_up

pytestmark = pytest.mark.usefixtures("scheduler")


async def standing() -> list[str]:
    async with get_client() as client:
        return sorted(automation.name for automation in await client.read_automations())


def test_they_are_made_once_however_often_they_are_set_up() -> None:
    hook = CustomWebhookNotificationBlock(name="x", url="http://127.0.0.1:1/", json_data={"text": "{{body}}"})
    hook.save("watch", overwrite=True)
    for _ in range(2):
        asyncio.run(set_up("custom-webhook/watch"))
    assert asyncio.run(standing()) == [
        "yearbook: a run gave no sign of life",
        "yearbook: a run was not taken up",
    ]


def test_a_block_that_does_not_exist_is_said_to() -> None:
    with pytest.raises(ValueError, match="Unable to find block document named nobody"):
        asyncio.run(set_up("custom-webhook/nobody"))


def test_every_flow_of_ours_is_watched_by_its_name() -> None:
    from flows.backfill import backfill, backfill_year
    from flows.fetch import fetch
    from flows.inbox import inbox
    from flows.ingest import ingest
    from flows.publish import publish
    from flows.quality_report import quality_report
    from flows.yearbook import yearbook

    ours = (backfill, backfill_year, fetch, inbox, ingest, publish, quality_report, yearbook)
    assert sorted(flow.name for flow in ours) == sorted(FLOWS)
