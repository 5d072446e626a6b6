"""Shares: how several workers divide what is due, so that no two of them read the same file at a time.

The contents fall into 16 slices by the first digit of their hash, each with a lock. A worker takes slices
until it has enough to do, looks again at what is still due in them, and works on that alone.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Generator, Mapping, Sequence

from tasks.model import RawFile
from tasks.store.home import Home
from tasks.store.locks import Lock, lock

SHARE = 256  # files: enough to lose nothing to locking, few enough that others find some left
POLL = 0.5  # seconds between two looks at slices that others hold


def shares(
    home: Home, due: Callable[[], Sequence[RawFile]], enough: int = SHARE
) -> Generator[Sequence[RawFile]]:
    """What `due` names, a share at a time, each locked while the caller works on it.

    What another worker has in hand is waited for, and left out where it has been done by then. The caller
    commits a share before it asks for the next.
    """
    left = due()
    locks = {slice_: lock(home, f"interpret-{slice_}") for slice_ in sorted({_slice(raw) for raw in left})}
    while left:
        taken = _take(locks, Counter(map(_slice, left)), enough)
        try:
            if taken:
                left = due()  # others may have done some of it while we waited
                if mine := [raw for raw in left if _slice(raw) in taken]:
                    yield mine
                left = [raw for raw in left if _slice(raw) in locks and _slice(raw) not in taken]
        finally:
            for slice_ in taken:
                locks.pop(slice_).release()
        if left and not taken:
            time.sleep(POLL)


def _slice(raw: RawFile) -> str:
    return raw.sha256[0]


def _take(locks: Mapping[str, Lock], expected: Mapping[str, int], enough: int) -> list[str]:
    """The slices that were free, up to enough files; each process begins at another one."""
    names = sorted(locks)
    start = os.getpid() % len(names) if names else 0
    taken: list[str] = []
    for name in names[start:] + names[:start]:
        if sum(expected[t] for t in taken) >= enough:
            break
        if locks[name].attempt():
            taken.append(name)
    return taken
