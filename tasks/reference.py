"""The reference data, read once from `data/reference` and handed to the pure stages as one value."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

from tasks.extract.gazetteer import Gazetteer, load_gazetteer
from tasks.extract.indicators_catalogue import Catalogue, load_catalogue
from tasks.extract.outline import SectionRoles, load_section_roles
from tasks.extract.quantities_lexicon import Lexicon, load_lexicon

# What a report's interpretation depends on beside its bytes: a change in any of it makes it stale.
INTERPRETING = ("tasks", "tasks.read", "tasks.clean", "tasks.extract", "data.reference")
PUBLISHING = ("tasks.check", "tasks.publish", "expectations", "expectations.tables")
COUNTED = (".py", ".yaml", ".csv", ".tsv", ".gz", ".bin", ".json", ".j2")


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
    return _digest(INTERPRETING)


@cache
def publishing_version() -> str:
    """The same for everything that a release depends on beside the lake."""
    return _digest((*INTERPRETING, *PUBLISHING))


def _digest(packages: tuple[str, ...]) -> str:
    digest = sha256()
    for package in packages:
        for entry in sorted(files(package).iterdir(), key=lambda entry: entry.name):
            if entry.is_file() and entry.name.endswith(COUNTED):
                digest.update(entry.name.encode() + b"\0" + entry.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
