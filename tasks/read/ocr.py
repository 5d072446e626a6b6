"""Recognition of characters in pictures. An optional part: `pip install 'district-yearbook[ocr]'`."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from tasks.read.pages import Found

DPI = 200


def available() -> bool:
    """Whether the optional part is installed."""
    return find_spec("rapidocr") is not None and find_spec("openvino") is not None


def lines(picture: Any, scale: float) -> list[Found]:
    """The lines of a picture."""
    raise NotImplementedError
