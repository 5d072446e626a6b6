"""A site of its own for each test that asks for one."""

from collections.abc import Iterator

import pytest

from tests.fetch.site import Site, serve


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running
