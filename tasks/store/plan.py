"""The plan of a run: what lies where we look, what of it is new, and what is still to be interpreted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tasks.model import RawFile
from tasks.read.parts import fresh_versions
from tasks.store.archive import Found, Inbox, look, raw_files, receipts, standing
from tasks.store.home import Home
from tasks.store.lake import Done, done


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What lies under the paths looked at, and what of it their sources did not give last."""

    inbox: Inbox
    new: tuple[Found, ...]

    @property
    def hashes(self) -> frozenset[str]:
        """The contents that lie there, new or not."""
        return frozenset(found.sha256 for found in self.inbox.found)


def arrivals(home: Home, paths: Sequence[str]) -> Arrivals:
    """Look under `paths` and compare with the receipts."""
    inbox = look(paths)
    last = standing(receipts(home))
    return Arrivals(inbox, tuple(f for f in inbox.found if last.get(f.source) != f.sha256))


def due(home: Home, looked_at: Iterable[str], code_version: str) -> tuple[RawFile, ...]:
    """The raw files of the archive to interpret, by hash.

    Those that never were (they are new, or a killed run left them), and of those looked at, or packed in
    an archive looked at, the ones interpreted by other code, under other names, or refused for want of a
    part that is there now.
    """
    known, finished, near = receipts(home), done(home), set(looked_at)
    near |= {receipt.sha256 for receipt in known if receipt.within in near}
    raws, fresh = raw_files(known), fresh_versions(code_version)
    return tuple(
        raws[digest]
        for digest in sorted(raws)
        if _is_due(raws[digest], finished.get(digest), fresh, digest in near)
    )


def _is_due(raw: RawFile, last: Done | None, fresh: frozenset[str], looked_at: bool) -> bool:
    if last is None:
        return True
    return looked_at and (last.file_names != raw.file_names or last.code_version not in fresh)
