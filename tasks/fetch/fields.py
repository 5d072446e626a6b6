"""The fields of one declared source, read one by one and strictly."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlsplit

from tasks.fetch.addresses import Refused, canonical

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[\w.-]+)(:\d{1,5})?")
MEGABYTE = 1_000_000


class BadDeclaration(ValueError):  # noqa: N818 - named for what it says of the file
    """A declaration that cannot be used; its message names the file, the source and the field."""


class Fields:
    """The fields of one source, taken one by one; what is left over nobody understands."""

    def __init__(self, entry: Mapping[str, Any], where: str) -> None:
        self._entry, self._where, self._used = entry, where, set[str]()

    def wrong(self, field: str, why: str) -> BadDeclaration:
        """The error that names the field and why it is wrong."""
        return BadDeclaration(f"{self._where}: {field}: {why}")

    def _take(self, field: str, default: Any = None) -> Any:
        self._used.add(field)
        return self._entry.get(field, default)

    def all_used(self) -> None:
        """Raise where a field is left that nobody asked for."""
        unknown = sorted(str(field) for field in self._entry if field not in self._used)
        if unknown:
            raise self.wrong(unknown[0], f"no such field; known here are {', '.join(sorted(self._used))}")

    def text(self, field: str, default: str | None = None) -> str:
        """A line of text."""
        value = self._take(field, default)
        if value is None:
            raise self.wrong(field, "missing")
        if not isinstance(value, str) or not value.strip() or not value.isprintable():
            raise self.wrong(field, f"{value!r} is not a line of text")
        return value

    def name(self) -> str:
        """The name of the source, fit for paths and task names."""
        name = self.text("name")
        if not NAME.fullmatch(name):
            raise self.wrong("name", f"{name!r} is not made of lower-case letters, digits and hyphens")
        return name

    def number(self, field: str, default: float, low: float, high: float) -> float:
        """A number within bounds."""
        value = self._take(field, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise self.wrong(field, f"{value!r} is not a number from {low:g} to {high:g}")
        return value

    def megabytes(self) -> int:
        """The largest size of a file, in bytes."""
        return int(self.number("max_megabytes", 50, 0.001, 2000) * MEGABYTE)

    def flag(self, field: str, default: bool) -> bool:
        """True or false."""
        value = self._take(field, default)
        if not isinstance(value, bool):
            raise self.wrong(field, f"{value!r} is neither true nor false")
        return value

    def _texts(self, field: str) -> list[str]:
        values = self._take(field) or []
        if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
            raise self.wrong(field, "not a list of texts")
        return values

    def addresses(self) -> tuple[str, ...]:
        """HTTP(S) addresses in canonical form, each once, one at least."""
        values = self._texts("addresses")
        if not values:
            raise self.wrong("addresses", "missing: a list of http:// or https:// addresses")
        try:
            return tuple(dict.fromkeys(canonical(value) for value in values))
        except Refused as error:
            raise self.wrong("addresses", str(error)) from error

    def hosts(self) -> list[str]:
        """Host names as they stand in canonical addresses."""
        values = self._texts("hosts")
        for host in values:
            if not HOST.fullmatch(host):
                raise self.wrong("hosts", f"{host!r} is not a host name, with a port where that is unusual")
        return [urlsplit(canonical(f"http://{host}/")).netloc.removesuffix(":443") for host in values]

    def patterns(self, field: str, parts: Collection[str]) -> dict[str, re.Pattern[str]]:
        """The regular expressions under `parts` of a field, one of them at least."""
        declared = self._take(field)
        if not isinstance(declared, dict) or not declared or not set(declared) <= set(parts):
            raise self.wrong(field, f"missing: patterns under {' or '.join(parts)}, or both")
        return {part: self._pattern(f"{field}.{part}", text) for part, text in declared.items()}

    def _pattern(self, field: str, text: Any) -> re.Pattern[str]:
        try:
            return re.compile(text)
        except (re.error, TypeError) as error:
            raise self.wrong(field, f"not a regular expression: {error}") from error
