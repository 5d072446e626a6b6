"""Counting usage: the table of `usage` made from texts of the genre.

    python -m tasks.clean.training data/reference/character_runs.txt.gz FILE ...

Each file is text of one paragraph a line. A run of characters that one file alone has is its own and no
usage, and is left out: so no sentence of any file can be read from the table.
"""

from __future__ import annotations

import gzip
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

from tasks.clean.usage import alike, level

_PAIR, _TRIPLE = 2, 3  # a pair or triple seen less often is not worth its place


def counted(texts: Iterable[Iterable[str]]) -> Counter[str]:
    """Runs of one to three characters in several texts, without those that only one text has."""
    total: Counter[str] = Counter()
    holders: Counter[str] = Counter()
    for paragraphs in texts:
        own: Counter[str] = Counter()
        for paragraph in map(alike, paragraphs):
            own.update(paragraph)
            own.update(map(str.__add__, paragraph, paragraph[1:]))
            own.update(map("".join, zip(paragraph, paragraph[1:], paragraph[2:], strict=False)))
        total.update(own)
        holders.update(own.keys())
    return Counter({run: n for run, n in total.items() if len(run) == 1 or holders[run] > 1})


def table(runs: Mapping[str, int]) -> str:
    """The text of the table of counted runs."""
    pairs = sorted(run for run, n in runs.items() if len(run) == 2 and n >= _PAIR)
    triples = sorted(run for run, n in runs.items() if len(run) == 3 and n >= _TRIPLE)
    below = {head: list(group) for head, group in groupby(triples, key=lambda run: run[:2])}
    lines = (
        first + level(runs[first]) + "".join(_fields(group, below, runs))
        for first, group in groupby(pairs, key=lambda run: run[0])
    )
    return "".join(line + "\n" for line in lines)


def _fields(pairs: Iterable[str], below: Mapping[str, list[str]], runs: Mapping[str, int]) -> Iterator[str]:
    for pair in pairs:
        triples = below.get(pair, [])
        all_of_them = level(sum(runs[run] for run in triples)) if triples else ""
        thirds = "".join(run[2] + level(runs[run]) for run in triples)
        yield "\t" + pair[1] + level(runs[pair]) + all_of_them + thirds


def main(out: str, *sources: str) -> None:
    """Count files and write the table."""
    texts = (Path(source).read_text("utf-8").splitlines() for source in sources)
    packed = gzip.compress(table(counted(texts)).encode(), 9, mtime=0)
    Path(out).write_bytes(packed)
    print(f"{out}: {len(packed):,} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
