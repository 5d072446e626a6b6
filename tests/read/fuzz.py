"""Random mutations of good files against every reader: `python -m tests.read.fuzz --seconds 60`.

A reader may refuse a file with a reason or read what is left of it. It must not let any other error escape,
outlive its limits, or take the pool of children with it. What does is kept, by name, in `--keep`.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tasks.model import Unreadable
from tasks.read.archives import is_archive, members
from tasks.read.isolation import POOL, read_isolated
from tests.read import good

SLOW = frozenset({"png", "tiff", "jpeg"})  # what opens is recognised, which takes a thousand times longer
TINY = (48, 32)  # pixels: it is the reading of the file that is tried, not the recognition
SEEDS: dict[str, Callable[[], bytes]] = {
    "text": lambda: (good.TEXT + "\n" + good.FIGURES).encode("gb18030") * 3,
    "pdf": good.pdf,
    "docx": good.word,
    "xlsx": good.sheet,
    "xls": good.old_sheet,
    "html": good.page,
    "zip": lambda: good.packed({"报告.txt": good.FIGURES, "表.xlsx": good.sheet()}),
    "png": lambda: good.picture("PNG", "", TINY),
    "tiff": lambda: good.picture("TIFF", "", TINY),
    "jpeg": lambda: good.picture("JPEG", "", TINY),
    "pdf, plain": lambda: good.pdf(
        stream=b"<</Length 44>>stream\nBT /F1 12 Tf 72 720 Td (Budget 1,200.50) Tj ET\nendstream"
    ),
    "docx, inside": lambda: good.part_of(good.word(), "word/document.xml"),
    "xlsx, inside": lambda: good.part_of(good.sheet(), "xl/worksheets/sheet1.xml"),
}
INSIDE = {
    "docx, inside": lambda part: good.with_part(good.word(), "word/document.xml", part),
    "xlsx, inside": lambda part: good.with_part(good.sheet(), "xl/worksheets/sheet1.xml", part),
}
TOKENS = (
    b"\0",
    b"\xff" * 8,
    b"<",
    b">",
    b"&#0;",
    b"/Kids[2 0 R]",
    b"9999999999",
    b"-1",
    b"[" * 500,
    b"<a>" * 300,
    b"%s%n",
    b"\r\n",
)


def mutated(data: bytes, rng: random.Random) -> bytes:
    """A file with one to eight small wounds."""
    bent = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(len(bent) + 1)
        length = min(len(bent) - at, rng.choice((1, 1, 2, 8, 64, 512)))
        wound = rng.randrange(6)
        if wound == 0 and length:
            bent[at] ^= 1 << rng.randrange(8)
        elif wound == 1:
            del bent[at : at + length]
        elif wound == 2:
            bent[at:at] = bent[at : at + length] * rng.randint(1, 20)
        elif wound == 3:
            bent[at:at] = rng.choice(TOKENS)
        elif wound == 4:
            bent[at : at + length] = rng.randbytes(length)
        elif rng.random() < 0.2:
            del bent[at:]
        if not bent:
            bent += b"\n"
    return bytes(bent)


def outcome(data: bytes) -> str:
    """How a file ends: read, or the kind of the reason that it is refused for."""
    try:
        if is_archive(data):
            members(data)
        else:
            read_isolated(data)
    except Unreadable as refused:
        return str(refused).split(":")[0]
    return "read"


def main() -> None:
    """Fuzz for the time given, then print what became of the files of each format."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--keep", type=Path, default=None, help="folder for files that escape")
    parser.add_argument("--files", type=int, default=None, help="stop after so many files")
    given = parser.parse_args()
    rng = random.Random(given.seed)
    seeds = {name: make() for name, make in SEEDS.items()}
    ends: dict[str, Counter[str]] = {name: Counter() for name in seeds}
    slowest, escapes, tried = 0.0, 0, 0
    deadline = time.monotonic() + given.seconds
    while time.monotonic() < deadline and (given.files is None or tried < given.files):
        name = rng.choices(list(seeds), [0.1 if name in SLOW else 1.0 for name in seeds])[0]
        data = mutated(seeds[name], rng)
        data = INSIDE[name](data) if name in INSIDE else data
        start = time.monotonic()
        tried += 1
        try:
            ends[name][outcome(data)] += 1
        except Exception as error:
            escapes += 1
            ends[name][f"ESCAPED {type(error).__name__}: {error}"] += 1
            if given.keep:
                given.keep.mkdir(parents=True, exist_ok=True)
                (given.keep / f"{name.replace(', ', '_')}-{tried}").write_bytes(data)
        slowest = max(slowest, time.monotonic() - start)
    POOL.close()
    for name, counts in ends.items():
        print(f"{name:14} {counts.total():6}  " + ", ".join(f"{why} {n}" for why, n in counts.most_common()))
    print(f"{tried:,} files, {escapes} escapes, slowest {slowest:.1f} s")
    raise SystemExit(1 if escapes else 0)


if __name__ == "__main__":
    main()
