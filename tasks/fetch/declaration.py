"""Sources as `sources.yaml` declares them; a wrong declaration says where it is wrong, and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import yaml

from tasks.fetch.fields import MEGABYTE, BadDeclaration, Fields

USER_AGENT = "district-yearbook/0.1"


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of files, looked through at every depth."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Bucket:
    """Everything under a prefix of an object store."""

    name: str
    address: str
    max_bytes: int


@dataclass(frozen=True, slots=True)
class Links:
    """Which links of an index page lead to reports: what is given must be found in them."""

    address: re.Pattern[str] | None
    text: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Web:
    """Addresses of reports (`urls`), or of pages that link to them (`index`), and how to behave there."""

    name: str
    kind: Literal["urls", "index"]
    addresses: tuple[str, ...]
    hosts: frozenset[str]  # all that may be contacted: "host", or "host:port" where the port is unusual
    links: Links | None = None
    min_seconds: float = 1.0  # between two requests
    user_agent: str = USER_AGENT
    robots: bool = True
    max_bytes: int = 50 * MEGABYTE
    timeout_seconds: float = 30.0  # without a sign of life
    deadline_seconds: float = 300.0  # for one whole file
    attempts: int = 4
    allow_loopback: bool = False


Source = Folder | Bucket | Web


def parse_sources(text: str, where: str, folder: Path | None) -> tuple[Source, ...]:
    """The sources that a YAML text declares; relative paths start from `folder`.

    Raises `BadDeclaration` with `where`, the source and the field.
    """
    try:
        declared = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise BadDeclaration(f"{where}: not YAML: {' '.join(str(error).split())}") from error
    if not isinstance(declared, dict) or set(declared) != {"sources"}:
        raise BadDeclaration(f"{where}: the file has one key, `sources`, with a list under it")
    entries = declared["sources"] or []
    if not isinstance(entries, list):
        raise BadDeclaration(f"{where}: sources: not a list")
    sources = tuple(_source(entry, f"{where}: source {i}", folder) for i, entry in enumerate(entries, 1))
    names = [source.name for source in sources]
    for name in names:
        if names.count(name) > 1:
            raise BadDeclaration(f"{where}: two sources are named {name!r}")
    return sources


def _source(entry: Any, where: str, folder: Path | None) -> Source:
    if not isinstance(entry, dict):
        raise BadDeclaration(f"{where}: not a mapping of fields")
    fields = Fields(entry, f"{where} ({entry.get('name', 'no name')})")
    kinds: Mapping[str, Callable[[], Source]] = {
        "folder": lambda: _folder(fields, folder),
        "s3": lambda: _bucket(fields),
        "urls": lambda: _web(fields, "urls"),
        "index": lambda: _web(fields, "index"),
    }
    kind = fields.text("kind")
    if kind not in kinds:
        raise fields.wrong("kind", f"{kind!r} is none of {', '.join(kinds)}")
    source = kinds[kind]()
    fields.all_used()
    return source


def _folder(fields: Fields, folder: Path | None) -> Folder:
    name, path = fields.name(), Path(fields.text("path")).expanduser()
    if not path.is_absolute() and folder is None:
        raise fields.wrong("path", f"{str(path)!r} is relative, which means nothing on an object store")
    return Folder(name, (path if folder is None else folder / path).as_posix())


def _bucket(fields: Fields) -> Bucket:
    address = fields.text("address")
    if not re.fullmatch(r"s3://[^/]+(/.*)?", address):
        raise fields.wrong("address", f"{address!r} does not look like s3://bucket/prefix")
    return Bucket(fields.name(), address.rstrip("/"), fields.megabytes())


def _web(fields: Fields, kind: Literal["urls", "index"]) -> Web:
    addresses = fields.addresses()
    return Web(
        name=fields.name(),
        kind=kind,
        addresses=addresses,
        hosts=frozenset({urlsplit(a).netloc for a in addresses} | set(fields.hosts())),
        links=_links(fields) if kind == "index" else None,
        min_seconds=fields.number("min_seconds", 1.0, 0.0, 3600.0),
        user_agent=fields.text("user_agent", USER_AGENT),
        robots=fields.flag("robots", True),
        max_bytes=fields.megabytes(),
        timeout_seconds=fields.number("timeout_seconds", 30.0, 0.1, 600.0),
        deadline_seconds=fields.number("deadline_seconds", 300.0, 0.1, 7200.0),
        attempts=int(fields.number("attempts", 4, 1, 10)),
        allow_loopback=fields.flag("allow_loopback", False),
    )


def _links(fields: Fields) -> Links:
    patterns = fields.patterns("links", ("address", "text"))
    return Links(patterns.get("address"), patterns.get("text"))
