"""Publish: the lake becomes a checked release, or nothing changes."""

from __future__ import annotations

from prefect import flow

from flows import steps
from tasks.check.verdicts import BrokenExpectation, CriticalFailure
from tasks.publish.basis import Basis
from tasks.publish.release import latest_release, stands
from tasks.store.home import Home

__all__ = ["BrokenExpectation", "CriticalFailure", "publish"]


@flow(name="publish", flow_run_name="publish {home}")
def publish(home: str, accept: str | None = None) -> str:
    """Collect, check, write; returns the id of the current release.

    Raises `CriticalFailure` where a critical expectation fails, `UnexplainedChange` where values changed
    for no reason and `accept` does not name the contents: then the last release stands.
    """
    opened = Home.open(home)
    if stands(opened, Basis.now(opened)):
        return latest_release(opened) or ""  # nothing new: a night without reports costs nothing
    collected = steps.whole(steps.collect(home))
    checked = steps.whole(steps.check(home, collected))
    return steps.publish(home, collected, checked, accept)
