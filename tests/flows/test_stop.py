"""A release that lost rows is stopped at the command line, and the last one stays current."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from deltalake import DeltaTable

from flows.cli import main
from tasks.publish.release import latest_release
from tasks.store.home import Home
from tests.samples.synthetic import PLACES, generate

pytestmark = pytest.mark.usefixtures("scheduler")
SCREEN = 24  # lines


def yearbook_run(home: Path, inbox: Path) -> Result:
    return CliRunner().invoke(main, ["run", str(inbox), "--home", str(home), "--workers", "1"])


def test_a_release_that_lost_a_year_is_stopped_and_says_which_rows(tmp_path: Path) -> None:
    inbox, home = tmp_path / "inbox", tmp_path / "home"
    inbox.mkdir()
    for place in PLACES[:5]:
        for year in (2021, 2022):
            _, truth = generate(place, "水利局", year)
            (inbox / f"{place.printed}水利局_{year}.txt").write_text("\n".join(truth.paragraphs), "utf-8")
    assert yearbook_run(home, inbox).exit_code == 0
    opened = Home.open(str(home))
    first = latest_release(opened)
    before = sorted(p.name for p in (home / "releases").iterdir())
    DeltaTable(opened.address("lake/reports")).delete("fiscal_year = 2022")  # half of the lake is lost

    stopped = yearbook_run(home, inbox)

    assert stopped.exit_code == 1
    assert "Nothing was published" in stopped.output
    assert "row_counts: enough_rows" in stopped.output
    assert "table=district_year, rows_before=10, rows=5" in stopped.output
    assert f"The last release stands: {first}" in stopped.output
    assert len(stopped.output.splitlines()) <= SCREEN
    assert latest_release(opened) == first
    assert sorted(p.name for p in (home / "releases").iterdir()) == before
