"""A document as bytes between two processes.

JSON, not pickle: what a child process says after reading a poisoned file must be data and nothing else.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Sequence
from typing import Any

from tasks.model import Document, Line, Unreadable
from tasks.read.pictures import Picture


def pack(document: Document) -> bytes:
    """A document as bytes."""
    lines = [
        (line.text, line.page, line.kind, line.box, line.origin, line.confidence, line.turned)
        for line in document.lines
    ]
    said = [document.media_type, document.encoding, lines, document.pages, document.warnings]
    return json.dumps(said, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def pack_reason(reason: str) -> bytes:
    """The reason why there is no document, as bytes."""
    return json.dumps({"reason": reason}).encode("ascii")


def unpack(reply: bytes) -> Document:
    """The document that was packed; raises the `Unreadable` that was packed instead."""
    said = _unpacked(reply)
    media_type, encoding, lines, pages, warnings = said
    return Document(
        media_type,
        encoding,
        tuple(
            Line(number, text, page, kind, tuple(box) if box else None, *rest)
            for number, (text, page, kind, box, *rest) in enumerate(lines, start=1)
        ),
        pages,
        tuple(warnings),
    )


def pack_pictures(pictures: Sequence[Picture]) -> bytes:
    """Pictures of pages as bytes."""
    said = [(p.page, p.width, p.height, b64encode(p.png).decode("ascii")) for p in pictures]
    return json.dumps(said).encode("ascii")


def unpack_pictures(reply: bytes) -> list[Picture]:
    """The pictures that were packed; raises the `Unreadable` that was packed instead."""
    return [Picture(page, width, height, b64decode(png)) for page, width, height, png in _unpacked(reply)]


def _unpacked(reply: bytes) -> Any:
    said: Any = json.loads(reply)
    if isinstance(said, dict):
        raise Unreadable(said["reason"])
    return said
