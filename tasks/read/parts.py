"""The parts that some formats need and a machine may lack: recognition, LibreOffice.

A file that was refused for want of one is to be read again once the part is there, so the refusal says
which part it is, and what is noted of a reading says which part it did without.
"""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec

# How the reason of a refusal begins for want of each part.
REFUSALS = {"scan:": "ocr", "missing:": "office"}
PROGRAMS = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")


def recognition() -> bool:
    """Whether the optional part that recognises characters in pictures is installed."""
    return all(find_spec(name) is not None for name in ("rapidocr", "openvino", "cv2"))


def soffice() -> str | None:
    """The LibreOffice program: named by YEARBOOK_SOFFICE, or found; None where there is none."""
    named = os.environ.get("YEARBOOK_SOFFICE")
    for name in (named,) if named else PROGRAMS:
        if found := shutil.which(name):
            return found
    return None


def read_by(code_version: str, reason: str | None) -> str:
    """The version of the code that a reading is noted under, with the part whose want refused the file."""
    for start, part in REFUSALS.items():
        if reason and reason.startswith(start):
            return f"{code_version} without {part}"
    return code_version


def fresh_versions(code_version: str) -> frozenset[str]:
    """The notes under which a reading is as good as one made now: a part still missing would refuse again."""
    there = {"ocr": recognition(), "office": soffice() is not None}
    return frozenset({code_version, *(f"{code_version} without {part}" for part in there if not there[part])})
