"""The deployments: ingestion every night, backfill on demand, the quality report every week."""

from __future__ import annotations

from typing import cast

from prefect import serve
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron

from flows.backfill import backfill
from flows.quality_report import quality_report
from flows.scheduler import need_scheduler
from flows.yearbook import yearbook

TIME_ZONE = "Asia/Shanghai"
NIGHTLY = Cron("30 2 * * *", timezone=TIME_ZONE)
WEEKLY = Cron("0 7 * * 1", timezone=TIME_ZONE)


def serve_all(home: str) -> None:
    """Serve the three deployments until stopped, with a server of our own where none is configured."""
    at_home = {"home": home}
    made = (
        yearbook.to_deployment(
            "scheduled-ingestion",
            schedule=NIGHTLY,
            parameters=at_home | {"visit_sources": True},
            tags=["ingestion"],
        ),
        backfill.to_deployment("backfill", parameters=at_home, tags=["backfill"]),
        quality_report.to_deployment("quality-report", schedule=WEEKLY, parameters=at_home, tags=["quality"]),
    )
    need_scheduler(schedules=True)
    serve(*(cast(RunnerDeployment, deployment) for deployment in made))  # a coroutine only where a loop runs
