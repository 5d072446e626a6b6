"""What the site is made from: the tables of a release, its verdicts, and where each character was read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from tasks.check.verdicts import Verdict
from tasks.model import Piece
from tasks.publish.changes import Changes
from tasks.read.pictures import Drawn, Wanted
from tasks.review.queue import Item

Row = dict[str, Any]
Pieces = tuple[tuple[Piece, ...], ...]  # of each paragraph of a report, in reading order


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the expectations said of a release before this one."""

    release_id: str
    verdicts: Sequence[Verdict]


PiecesOf = Callable[[str], Pieces | None]
PicturesOf = Callable[[str, Wanted], Drawn]  # of a raw file, by its hash


def no_pieces(report_id: str) -> Pieces | None:
    """Stands where nobody kept the provenance: pages then show the cleaned text alone."""
    return None


def no_pictures(digest: str, wanted: Wanted) -> Drawn:
    """Stands where nobody kept the raw files."""
    return Drawn()


@dataclass(frozen=True, slots=True)
class SiteInput:
    """Everything the site says; it reads nothing else."""

    release_id: str
    tables: Mapping[str, pa.Table]
    verdicts: Sequence[Verdict]
    changes: Changes | None = None
    previous: str | None = None  # the release that `changes` starts from
    history: Sequence[Earlier] = ()  # oldest first, this release not among them
    pieces: PiecesOf = field(default=no_pieces)  # by report id, from the lake
    pictures: PicturesOf = field(default=no_pictures)
    queue: Sequence[Item] | None = None  # the review queue, where it was reckoned for the files already


def pieces_of_lake(lake: pa.Table) -> PiecesOf:
    """The pieces of any report of the lake (one row a report), converted only when they are asked for."""
    place = {report_id: i for i, report_id in enumerate(lake["report_id"].to_pylist())}
    column = lake["paragraphs"]

    def pieces(report_id: str) -> Pieces | None:
        if (at := place.get(report_id)) is None:
            return None
        paragraphs = sorted(column[at].as_py() or (), key=lambda p: p["paragraph"])
        return tuple(tuple(Piece(**piece) for piece in p["pieces"]) for p in paragraphs)

    return pieces
