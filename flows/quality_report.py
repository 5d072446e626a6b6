"""Quality report: make the page of a release again from its tables and verdicts."""

from __future__ import annotations

from prefect import flow
from prefect.artifacts import create_link_artifact

from flows.notify import tell_failure
from tasks.publish.build import rewrite_site
from tasks.publish.release import latest_release
from tasks.store.home import DEFAULT_HOME, Home


@flow(
    name="quality-report",
    flow_run_name="quality report of {home}",
    on_failure=[tell_failure],
    on_crashed=[tell_failure],
)
def quality_report(home: str = DEFAULT_HOME, release_id: str | None = None) -> str:
    """Write the data-quality report of a release (default: the current one); returns its path.

    Raises FileNotFoundError where there is no such release.
    """
    opened = Home.open(home)
    wanted = release_id or latest_release(opened)
    if wanted is None:
        raise FileNotFoundError(f"nothing was published yet under {home}")
    path = rewrite_site(opened, wanted)
    create_link_artifact(link=path, key="quality-report", description=f"Data quality of {wanted}")
    return path
