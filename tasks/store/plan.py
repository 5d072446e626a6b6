"""The plan of a run: what lies where we look, what of it is new, and what is still to be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from tasks.model import RawFile
from tasks.store.archive import Found, Inbox, Receipt, look, raw_files, receipts
from tasks.store.home import Home
from tasks.store.lake import done


@dataclass(frozen=True, slots=True)
class Plan:
    """Files to take into the archive, and contents to interpret."""

    inbox: Inbox
    to_receive: tuple[Found, ...]
    to_interpret: tuple[RawFile, ...]
    known: int  # contents the archive held before


def make_plan(home: Home, paths: Sequence[str], code_version: str) -> Plan:
    """What a run over `paths` has to do.

    A content is interpreted when it never was (a killed run left it, or it is new), or when it lies in
    `paths` and was interpreted by other code or under other names.
    """
    inbox = look(paths)
    before = receipts(home)
    have = {(receipt.sha256, receipt.source) for receipt in before}
    to_receive = tuple(f for f in inbox.found if (f.sha256, f.source) not in have)
    raws = raw_files([*before, *_as_receipts(to_receive)])
    finished, looked_at = done(home), {f.sha256 for f in inbox.found}

    def stale(raw: RawFile) -> bool:
        last = finished.get(raw.sha256)
        if last is None:
            return True
        changed = (last.file_names, last.code_version) != (raw.file_names, code_version)
        return changed and raw.sha256 in looked_at

    due = tuple(raws[digest] for digest in sorted(raws) if stale(raws[digest]))
    return Plan(inbox, to_receive, due, len({receipt.sha256 for receipt in before}))


def _as_receipts(files: Sequence[Found]) -> list[Receipt]:
    now = datetime.now(UTC)
    return [Receipt(f.sha256, f.source, f.file_name, now) for f in files]
