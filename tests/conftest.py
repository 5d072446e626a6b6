"""What every test may ask for: a home of its own, the real documents, a scheduler started once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# Speed is measured by benchmarks, never asserted by the wall clock of a busy machine.
settings.register_profile("yearbook", deadline=None)
settings.load_profile("yearbook")

for _name, _value in (
    ("DO_NOT_TRACK", "1"),
    ("PREFECT_SERVER_ANALYTICS_ENABLED", "false"),
    ("GX_ANALYTICS_ENABLED", "false"),
    ("PREFECT_LOGGING_LEVEL", "CRITICAL"),
    ("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "180"),
):
    os.environ.setdefault(_name, _value)

SAMPLES = Path(__file__).parent.parent / "data" / "raw"


@pytest.fixture(scope="session")
def real() -> Path:
    """The folder of real documents, where there is one."""
    folder = os.environ.get("YEARBOOK_REAL")
    if not folder:
        pytest.skip("real documents: YEARBOOK_REAL names no folder")
    return Path(folder)


@pytest.fixture(scope="session")
def samples() -> Path:
    """The sample reports of the project."""
    return SAMPLES


@pytest.fixture(scope="session")
def scheduler() -> Iterator[None]:
    """One temporary Prefect server for the whole session, with a database of its own."""
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=180):
        yield
