"""The standard roles of sections, by the words of their headings as data/reference/sections.yaml has them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import yaml

_MARK = r"[\s“”\"‘’（）()《》]"
MARKS = re.compile(_MARK)
_MOST_KNOWN = 4096  # headings


@dataclass(frozen=True, slots=True)
class SectionRoles:
    """The declared vocabulary of headings (data/reference/sections.yaml), compiled."""

    roles: tuple[tuple[str, re.Pattern[str], re.Pattern[str] | None], ...]
    words: re.Pattern[str]  # of any role: most headings have none
    titles: re.Pattern[str]
    contents: re.Pattern[str]  # of a line that is nothing else, marks apart

    known: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)

    def of(self, heading: str) -> tuple[str, ...]:
        """The standard roles of one heading, in the order of declaration.

        The same headings stand in report after report, so that the answers are kept.
        """
        found = self.known.get(heading)
        if found is None:
            if len(self.known) >= _MOST_KNOWN:
                self.known.clear()
            found = self.known[heading] = self._of(heading)
        return found

    def _of(self, heading: str) -> tuple[str, ...]:
        bare = MARKS.sub("", heading)
        if not self.words.search(bare):
            return ()
        return tuple(
            name
            for name, words, unless in self.roles
            if words.search(bare) and not (unless and unless.search(bare))
        )


@cache
def load_section_roles() -> SectionRoles:
    """The section vocabulary of data/reference/sections.yaml."""
    declared = yaml.load(
        files("data.reference").joinpath("sections.yaml").read_bytes(),
        Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader),
    )
    return SectionRoles(
        tuple(
            (name, _any(entry["words"]), _any(entry["not"]) if "not" in entry else None)
            for name, entry in declared["roles"].items()
        ),
        _any([word for entry in declared["roles"].values() for word in entry["words"]]),
        _any(declared["titles"]),
        re.compile(f"{_MARK}*(?:{'|'.join(map(_spaced, declared['contents']))})\\Z"),
    )


def _spaced(word: str) -> str:
    """The word with marks anywhere: 目 录."""
    return "".join(f"{re.escape(character)}{_MARK}*" for character in word)


def _any(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))
