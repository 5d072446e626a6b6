"""The basis of a release: which versions of receipts, lake and code it was made from."""

from __future__ import annotations

from dataclasses import dataclass

from tasks.reference import publishing_version
from tasks.store.archive import RECEIPTS
from tasks.store.delta import version
from tasks.store.home import Home
from tasks.store.lake import LAKE


@dataclass(frozen=True, slots=True)
class Basis:
    """What a release was made from: enough to tell whether another would be the same."""

    receipts_version: int
    lake_version: int
    code_version: str

    @classmethod
    def now(cls, home: Home) -> Basis:
        """What a release made now would be made from."""
        return cls(version(home, RECEIPTS), version(home, LAKE), publishing_version())
