"""Pictures of pages, kept by the content they were drawn from: an unchanged report is not drawn again.

The folder may be removed at any time; what is missing is drawn again when the next release is made.
"""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

import pypdfium2

from tasks.model import Unreadable
from tasks.read import pictures
from tasks.read.isolation import draw_isolated
from tasks.read.pictures import Drawn, Wanted
from tasks.read.wire import pack_pictures, pack_reason, unpack_pictures
from tasks.store.archive import content
from tasks.store.home import Home

FOLDER = "pictures"
NOT_KEPT = "the raw file is not in the archive (存档中没有原始文件)"


def drawn(home: Home, digest: str, wanted: Wanted) -> Drawn:
    """The wanted pages of an archived file, from the cache where it has them."""
    name = sha256(json.dumps(wanted).encode()).hexdigest()[:16]
    place = (FOLDER, version(), digest[:2], f"{digest}-{name}.json")
    if not home.exists(*place):
        try:
            data = content(home, digest)
        except FileNotFoundError:
            return Drawn(reason=NOT_KEPT)
        home.write(_drawing(data, wanted), *place)
    try:
        return Drawn(tuple(unpack_pictures(home.read(*place))))
    except Unreadable as unreadable:
        return Drawn(reason=str(unreadable))


def _drawing(data: bytes, wanted: Wanted) -> bytes:
    try:
        return pack_pictures(draw_isolated(data, wanted))
    except Unreadable as unreadable:  # kept too: what failed once would take its time again
        return pack_reason(str(unreadable))


@cache
def version() -> str:
    """16 hex digits that change whenever pages are drawn differently."""
    code = Path(pictures.__file__).read_bytes()
    return sha256(code + str(pypdfium2.version.PYPDFIUM_INFO).encode()).hexdigest()[:16]
