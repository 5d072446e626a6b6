"""The reference data, read once from `data/reference` and handed to the pure stages as one value."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from tasks.extract.identity.gazetteer import Gazetteer, load_gazetteer
from tasks.extract.indicators.catalogue import Catalogue, load_catalogue
from tasks.extract.outline.roles import SectionRoles, load_section_roles
from tasks.extract.quantities.lexicon import Lexicon, load_lexicon

ROOT = Path(__file__).parents[1]
# What a report's interpretation depends on beside its bytes: a change in any of it makes it stale.
INTERPRETING = (
    "tasks/model.py",
    "tasks/frozen.py",
    "tasks/findings.py",
    "tasks/provenance.py",
    "tasks/interpret.py",
    "tasks/read",
    "tasks/clean",
    "tasks/extract",
    "data/reference",
)
PUBLISHING = ("tasks/review", "tasks/collect", "tasks/check", "tasks/publish", "expectations")
# Decisions about single reports change a release, not how reports are read.
DECISIONS = tuple(f"data/reference/{name}.csv" for name in ("corrections", "identities", "withdrawals"))
COUNTED = {".py", ".yaml", ".csv", ".tsv", ".gz", ".bin", ".json", ".j2", ".css", ".js"}


@dataclass(frozen=True, slots=True)
class Reference:
    """Places, departments, units, sections and indicators, as declared."""

    gazetteer: Gazetteer
    lexicon: Lexicon
    roles: SectionRoles
    catalogue: Catalogue


@cache
def load_reference() -> Reference:
    """Everything in `data/reference`."""
    return Reference(load_gazetteer(), load_lexicon(), load_section_roles(), load_catalogue())


@cache
def code_version() -> str:
    """16 hex digits that change whenever code or reference data that reads reports changes."""
    return _digest(_files(INTERPRETING) - _files(DECISIONS))


@cache
def publishing_version() -> str:
    """The same for everything that a release depends on beside the lake."""
    return _digest(_files(INTERPRETING) | _files(PUBLISHING))


def _digest(paths: set[Path]) -> str:
    digest = sha256()
    for path in sorted(paths):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _files(parts: tuple[str, ...]) -> set[Path]:
    """The files named, and all that count in the folders named, at every depth."""
    found = (p for part in parts for p in (ROOT / part, *(ROOT / part).rglob("*")))
    return {path for path in found if path.suffix in COUNTED and path.is_file()}
