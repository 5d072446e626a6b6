"""The reference data, read once from `data/reference` and handed to the pure stages as one value."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

from tasks.extract.catalogue import Catalogue, load_catalogue
from tasks.extract.gazetteer import Gazetteer, load_gazetteer
from tasks.extract.lexicon import Lexicon, load_lexicon
from tasks.extract.outline import SectionRoles, load_roles

# What a report's interpretation depends on beside its bytes: a change in any of it makes it stale.
INTERPRETING = ("tasks", "tasks.read", "tasks.clean", "tasks.extract", "data.reference")


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
    return Reference(load_gazetteer(), load_lexicon(), load_roles(), load_catalogue())


@cache
def code_version() -> str:
    """16 hex digits that change whenever code or reference data that reads reports changes."""
    digest = sha256()
    for package in INTERPRETING:
        for entry in sorted(files(package).iterdir(), key=lambda entry: entry.name):
            if entry.is_file() and _counts(entry):
                digest.update(entry.name.encode() + b"\0" + entry.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _counts(entry: Traversable) -> bool:
    return entry.name.endswith((".py", ".yaml", ".csv", ".tsv", ".gz", ".bin", ".json"))
