from pathlib import Path

import pytest

from tasks.publish import history
from tasks.publish.basis import Basis
from tasks.publish.build import collect_release, write_release
from tasks.publish.release import latest_release, stands
from tasks.store.home import Home
from tests.publish.test_release import add
from tests.reports import UNCHECKED


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with four releases, each of a report more."""
    home = Home.open(str(tmp_path / "home"))
    for number in range(4):
        add(home, f"{number}.txt", fiscal_year=2020 + number)
        write_release(home, collect_release(home), UNCHECKED)
    return home


def names(home: Home) -> list[str]:
    return [release.id for release in history.releases(home)]


def test_the_last_release_is_current(home: Home) -> None:
    assert [release.current for release in history.releases(home)].count(True) == 1
    assert latest_release(home) in names(home)


def test_prune_keeps_the_current_the_pinned_and_as_many_more(home: Home) -> None:
    others = [name for name in names(home) if name != latest_release(home)]
    history.pin(home, others[0])
    assert history.prune(home, keep=1) == (others[1],)
    assert set(names(home)) == {others[0], others[2], latest_release(home)}
    history.pin(home, others[0], keep=False)
    assert history.prune(home, keep=0) == (others[0], others[2])


def test_a_rollback_stands_until_something_new_comes(home: Home) -> None:
    older = next(name for name in names(home) if name != latest_release(home))
    history.rollback(home, older)
    assert latest_release(home) == older
    assert stands(home, Basis.now(home))
    add(home, "new.txt", fiscal_year=2019)
    assert not stands(home, Basis.now(home))


def test_a_release_is_whole_until_a_file_of_it_changes_or_goes(home: Home) -> None:
    current = latest_release(home) or ""
    folder = Path(home.path("releases", current))
    assert history.verify(home, current) == []
    (folder / "CHANGES.md").write_text("rewritten")
    (folder / "csv" / "reports.csv").unlink()
    assert [problem.split()[0] for problem in history.verify(home, current)] == [
        "CHANGES.md",
        "csv/reports.csv",
    ]


@pytest.mark.parametrize("act", [history.pin, history.rollback, history.verify])
def test_a_release_that_does_not_exist_is_named(home: Home, act) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(FileNotFoundError, match="no release nonsense"):
        act(home, "nonsense")
