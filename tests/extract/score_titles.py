"""Score identity on real titles: place, department and year, each where the title shows it.

    YEARBOOK_REAL=<folder> python tests/extract/score_titles.py

Each title is given to `identify` as the one paragraph of a document. A field counts as shown where its
words (or, for a place, the stems of its parts) stand in the title.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tasks.extract.identity.divisions import stem
from tasks.extract.identity.gazetteer import Gazetteer, load_gazetteer
from tasks.extract.identity.identify import identify
from tasks.model import Identity, Paragraph, Piece

PARTS = re.compile(r".+?(?:自治州|自治县|新区|镇|乡|[省市州县区旗])")


def of_title(title: str, gazetteer: Gazetteer) -> Identity:
    """The identity of a document that has nothing but a title."""
    return identify([Paragraph(title, 1, (Piece(0, 1, 0, len(title)),))], (), gazetteer)


def shown(row: dict[str, Any]) -> dict[str, bool]:
    """Which fields of a row can be read off its title."""
    title = row["title"].replace(" ", "")
    inner = PARTS.findall(row["place"])[-1:]
    place = bool(inner) and all(stem(part) in title for part in inner)
    return {
        "place": place and row["place"] != "某县",
        "department": row["department"].removesuffix("办公室") in title,
        "year": str(row["year"]) in title,
    }


def right(row: dict[str, Any], identity: Identity) -> dict[str, bool]:
    """Which fields agree with the row; a place may be given more exactly than there, a body less so."""
    names = "".join(filter(None, (identity.province, identity.city, identity.district, identity.town)))
    aliases = names + re.sub(r"(哈尼族|彝族|满族|自治)", "", names)
    body, told = identity.department or "", row["department"]
    return {
        "place": all(part in aliases for part in PARTS.findall(row["place"])) and bool(names),
        "department": bool(body)
        and (body == told or told.endswith(body) or told == f"{body}办公室" or _alike(told, body)),
        "year": identity.fiscal_year == row["year"],
    }


def _alike(told: str, body: str) -> bool:
    """人大常委会办公室 is how the rows call 人民代表大会常务委员会."""
    return told.replace("人大常委会办公室", "人民代表大会常务委员会") == body


def misses(folder: Path) -> Iterator[tuple[str, str, Identity, dict[str, Any]]]:
    """(field, shown or hidden, what we read, the row) for every field that is not right."""
    gazetteer = load_gazetteer()
    for line in (folder / "gold" / "titles.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        identity = of_title(row["title"], gazetteer)
        visible, correct = shown(row), right(row, identity)
        for field in ("place", "department", "year"):
            empty = _value(identity, field) is None
            if not correct[field] and (visible[field] or not empty):
                yield field, "shown" if visible[field] else "hidden", identity, row


def _value(identity: Identity, field: str) -> object:
    if field == "place":
        return identity.district or identity.city or identity.province
    return identity.department if field == "department" else identity.fiscal_year


def main() -> None:
    """Print the score and every miss."""
    folder = Path(os.environ["YEARBOOK_REAL"])
    rows = [json.loads(line) for line in (folder / "gold" / "titles.jsonl").read_text("utf-8").splitlines()]
    visible = Counter(field for row in rows for field, there in shown(row).items() if there)
    missed = list(misses(folder))
    wrong = Counter(field for field, where, _, _ in missed if where == "shown")
    for field, where, identity, row in missed:
        read = f"{_value(identity, field)}, told {row[field]}; {identity.evidence}"
        print(f"{field} ({where}): {row['title']} -> {read}")
    for field in ("place", "department", "year"):
        print(f"{field}: {visible[field] - wrong[field]} of {visible[field]} shown, of {len(rows)} titles")


if __name__ == "__main__":
    main()
