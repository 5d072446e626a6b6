"""Automatic numbering of .docx: the markers that Word prints and the text does not hold."""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree

from tasks.read.counters import printed_number

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PLACE = re.compile(r"%(\d)")
DEEPEST = 9
STYLES_DEEP = 20  # styles based on styles: what goes deeper goes round in a circle


class Level(NamedTuple):
    """How one level of a list is numbered."""

    form: str
    text: str  # with %1 for the number of the first level, %2 of the second ...
    start: int
    legal: bool  # all numbers in digits, whatever their own form
    restart: int | None  # the level whose next number starts this one anew


class Instance(NamedTuple):
    """One list: the pattern that it counts with, and where it starts anew."""

    pattern: str
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbering:
    """Counts the paragraphs of a document as Word does when it prints it."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._instances = _instances(numbering) if numbering is not None else {}
        self._styles = _styles(styles) if styles is not None else {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()

    def marker(self, paragraph: etree._Element) -> str:
        """What is printed before a paragraph; empty where nothing is."""
        number, depth = self._list_of(paragraph)
        instance = self._instances.get(number)
        if instance is None or depth not in instance.levels:
            return ""
        counts = self._count(number, instance, depth)
        level = instance.levels[depth]
        if level.form == "bullet":
            return "" if _private(level.text) else level.text

        def place(found: re.Match[str]) -> str:
            at = int(found.group(1)) - 1
            other = instance.levels.get(at)
            if other is None:
                return ""
            form = "decimal" if level.legal else other.form
            return printed_number(counts.get(at, other.start), form)

        return PLACE.sub(place, level.text)

    def _count(self, number: str, instance: Instance, depth: int) -> dict[int, int]:
        counts = self._counts.setdefault(instance.pattern, {})
        level = instance.levels[depth]
        fresh = (number, depth) not in self._started
        self._started.add((number, depth))
        if depth in instance.starts and fresh:
            counts[depth] = instance.starts[depth]
        else:
            counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            restart = instance.levels[deeper].restart if deeper in instance.levels else None
            if restart is None or (restart > 0 and depth < restart):
                del counts[deeper]
        return counts

    def _list_of(self, paragraph: etree._Element) -> tuple[str, int]:
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return self._styles.get("", ("0", 0))
        number, depth = _reference(properties.find(f"{W}numPr"))
        style = properties.find(f"{W}pStyle")
        inherited = self._styles.get(_value(style), ("0", 0)) if style is not None else ("0", 0)
        return (number if number is not None else inherited[0], depth if depth is not None else inherited[1])


def _value(element: etree._Element | None, otherwise: str = "") -> str:
    return otherwise if element is None else element.get(f"{W}val") or otherwise


def _number(element: etree._Element | None, otherwise: int) -> int:
    said = _value(element)
    return int(said) if said.isdecimal() and len(said) < 7 else otherwise


def _reference(element: etree._Element | None) -> tuple[str | None, int | None]:
    if element is None:
        return None, None
    number, depth = element.find(f"{W}numId"), element.find(f"{W}ilvl")
    return (
        None if number is None else _value(number),
        None if depth is None else min(_number(depth, 0), DEEPEST),
    )


def _styles(root: etree._Element) -> dict[str, tuple[str, int]]:
    """The list and level that each paragraph style asks for, by itself or by the style it is based on."""
    own: dict[str, tuple[str | None, int | None]] = {}
    based: dict[str, str] = {}
    default = ""
    for style in root.iterfind(f"{W}style"):
        name = style.get(f"{W}styleId") or ""
        properties = style.find(f"{W}pPr")
        own[name] = _reference(None if properties is None else properties.find(f"{W}numPr"))
        based[name] = _value(style.find(f"{W}basedOn"))
        if style.get(f"{W}default") in ("1", "true") and style.get(f"{W}type") == "paragraph":
            default = name
    resolved = {name: _inherited(name, own, based) for name in own}
    return resolved | {"": resolved.get(default, ("0", 0))}


def _inherited(
    name: str, own: dict[str, tuple[str | None, int | None]], based: dict[str, str]
) -> tuple[str, int]:
    number: str | None = None
    depth: int | None = None
    for _ in range(STYLES_DEEP):
        if name not in own:
            break
        number = number if number is not None else own[name][0]
        depth = depth if depth is not None else own[name][1]
        name = based[name]
    return number or "0", depth or 0


def _instances(root: etree._Element) -> dict[str, Instance]:
    patterns = {
        pattern.get(f"{W}abstractNumId") or "": {
            int(level.get(f"{W}ilvl") or 0): _level(level)
            for level in pattern.iterfind(f"{W}lvl")
            if (level.get(f"{W}ilvl") or "0").isdecimal()
        }
        for pattern in root.iterfind(f"{W}abstractNum")
    }
    found: dict[str, Instance] = {}
    for number in root.iterfind(f"{W}num"):
        pattern = _value(number.find(f"{W}abstractNumId"))
        levels, starts = dict(patterns.get(pattern, {})), {}
        for override in number.iterfind(f"{W}lvlOverride"):
            depth = int(override.get(f"{W}ilvl") or 0)
            level = override.find(f"{W}lvl")
            if level is not None:
                levels[depth] = _level(level)
            if override.find(f"{W}startOverride") is not None:
                starts[depth] = _number(override.find(f"{W}startOverride"), 1)
        found[number.get(f"{W}numId") or ""] = Instance(pattern, levels, starts)
    return found


def _level(level: etree._Element) -> Level:
    restart = level.find(f"{W}lvlRestart")
    return Level(
        _value(level.find(f"{W}numFmt"), "decimal"),
        _value(level.find(f"{W}lvlText")),
        _number(level.find(f"{W}start"), 1),
        level.find(f"{W}isLgl") is not None,
        None if restart is None else _number(restart, 0),
    )


def _private(text: str) -> bool:
    return all("\ue000" <= char <= "\uf8ff" for char in text)
