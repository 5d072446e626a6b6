"""Pictures of pages are drawn once for a content, and what cannot be drawn is not tried again."""

from hashlib import sha256
from pathlib import Path

import pytest

from tasks.read.pictures import Drawn, Picture, Wanted
from tasks.store import pictures
from tasks.store.archive import keep_file
from tasks.store.home import Home
from tests.read import good

PAGE = [(1, 0)]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.open(str(tmp_path / "home"))


def kept(home: Home, data: bytes) -> str:
    digest = sha256(data).hexdigest()
    keep_file(home, digest, data, "in/a.pdf", "a.pdf")
    return digest


def test_an_unchanged_file_is_drawn_once(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Wanted] = []

    def draws(data: bytes, wanted: Wanted) -> list[Picture]:
        asked.append(wanted)
        return [Picture(page, 595.0, 842.0, b"png") for page, _ in wanted]

    monkeypatch.setattr(pictures, "draw_isolated", draws)
    digest = kept(home, good.pdf())
    first = pictures.drawn(home, digest, PAGE)
    assert first == Drawn((Picture(1, 595.0, 842.0, b"png"),))
    assert pictures.drawn(home, digest, PAGE) == first
    assert pictures.drawn(home, digest, [(1, 1)]).pictures
    assert asked == [PAGE, [(1, 1)]]


def test_what_cannot_be_drawn_is_told_and_not_tried_again(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = kept(home, b"%PDF-1.7\nnothing")
    first = pictures.drawn(home, digest, PAGE)
    assert first.pictures == ()
    assert (first.reason or "").startswith("damaged")
    monkeypatch.delattr(pictures, "draw_isolated")
    assert pictures.drawn(home, digest, PAGE) == first


def test_a_file_that_is_not_in_the_archive_has_no_pictures_yet(home: Home) -> None:
    data = good.pdf()
    assert pictures.drawn(home, sha256(data).hexdigest(), PAGE).reason == pictures.NOT_KEPT
    assert pictures.drawn(home, kept(home, data), PAGE).pictures
