"""Random mutations of good files against every reader: `python -m tests.read.fuzz --seconds 60`.

A reader may refuse a file with a reason or read what is left of it. It must not let any other error escape,
outlive its limits, or take the pool of children with it. What does is kept, by name, in `--keep`. Every
input but plain text goes through the same isolation as the files of a run, in `--workers` children at once.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from tasks.model import Unreadable
from tasks.read import limits
from tasks.read.archives import is_archive, members
from tasks.read.isolation import POOL, read_isolated
from tests.read import good
from tests.read.forms import missing, office_forms

TINY = (48, 32)  # pixels: it is the reading of the file that is tried, not the recognition
BATCH = 64
# Opening these is slow whatever is in them (recognition, another program), so fewer of them are tried.
SHARES = {"png": 0.1, "tiff": 0.1, "jpeg": 0.1, "bmp": 0.05, "doc": 0.05, "odt": 0.05, "rtf": 0.05}


class Seed(NamedTuple):
    """What is mutated, and how the whole file is made of it again."""

    data: bytes
    whole: Callable[[bytes], bytes] = bytes


class Ended(NamedTuple):
    """What became of one input."""

    name: str
    data: bytes
    outcome: str
    escaped: bool
    seconds: float


def seeds() -> dict[str, Seed]:
    """A good file of every format that this machine can make, some of them by the part that matters."""
    word, sheet, text = good.word(), good.sheet(), (good.TEXT + "\n" + good.FIGURES).encode("gb18030") * 3
    found = {
        "text": Seed(text),
        "pdf": Seed(good.pdf()),
        "pdf, plain": Seed(good.pdf(stream=_plain(b"BT /F1 12 Tf 72 720 Td (Budget 1,200.50) Tj ET"))),
        "pdf, drawn": Seed(good.pdf(stream=_plain(DRAWN), objects=[_form(b"BT /F1 9 Tf (7.5) Tj ET")])),
        "docx": Seed(word),
        "docx, inside": Seed(*_inside(word, "word/document.xml")),
        "docx, styles": Seed(*_inside(word, "word/styles.xml")),
        "xlsx": Seed(sheet),
        "xlsx, inside": Seed(*_inside(sheet, "xl/worksheets/sheet1.xml")),
        "xls": Seed(good.old_sheet()),
        "html": Seed(good.page()),
        "mht": Seed(_web_archive()),
        "zip": Seed(good.packed({"报告.txt": good.FIGURES, "表.xlsx": sheet})),
        "zip, inside": Seed(sheet, lambda bent: good.packed({"报告.txt": good.FIGURES, "表.xlsx": bent})),
        **{form: Seed(good.picture(form.upper(), "", TINY)) for form in ("png", "tiff", "jpeg", "bmp")},
    }
    if missing() is None:
        with tempfile.TemporaryDirectory() as folder:
            made = office_forms([word], Path(folder))[0]
        found |= {ending: Seed(data) for ending, data in made.items() if ending != "pdf"}
        found["pdf, office"] = Seed(made["pdf"])
    return found


DRAWN = (
    b"q 0 0 400 400 re W n 50 50 m 50 350 l S 50 50 300 300 re S 50 200 300 1 re f /X Do Q "
    b"BT /F1 12 Tf 0 1 -1 0 300 300 Tm (12.5) Tj ET BT /F1 12 Tf 1 0 0 1 60 60 Tm (Total  1,300.75) Tj ET"
)


def _plain(content: bytes) -> bytes:
    """A stream of a PDF that is not packed, so that a wound meets what is drawn."""
    return b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)


def _form(content: bytes) -> bytes:
    return b"<</Type/XObject/Subtype/Form/BBox[0 0 400 400]/Resources<</Font<</F1 5 0 R>>>>" + (
        _plain(content).removeprefix(b"<<")
    )


def _inside(data: bytes, part: str) -> tuple[bytes, Callable[[bytes], bytes]]:
    return good.part_of(data, part), lambda bent: good.with_part(data, part, bent)


def _web_archive() -> bytes:
    head = (
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n"
    )
    return head + good.page() + b"\n--b--\n"


TOKENS = (
    b"\0",
    b"\xff" * 8,
    b"\xfe\xff\xff\xff",
    b"<",
    b">",
    b"&#0;",
    b"/Kids[2 0 R]",
    b"/Prev 0",
    b"9999999999",
    b"-1",
    b"1e99",
    b"[" * 500,
    b"(" * 500,
    b"<a>" * 300,
    b"{\\b" * 300,
    b"%s%n",
    b"\r\n",
)


def mutated(data: bytes, rng: random.Random) -> bytes:
    """A file with some small wounds: often one, so that it opens, and seldom many."""
    bent = bytearray(data)
    for _ in range(rng.choice((1, 1, 1, 2, 3, 5, 8))):
        at = rng.randrange(len(bent) + 1)
        length = min(len(bent) - at, rng.choice((1, 1, 2, 8, 64, 512)))
        wound = rng.randrange(7)
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
        elif wound == 5:
            other = rng.randrange(len(bent) + 1)  # a piece of the file in another place
            bent[at : at + length] = bent[other : other + length]
        elif rng.random() < 0.2:
            del bent[at:]
        if not bent:
            bent += b"\n"
    return bytes(bent)


def outcome(data: bytes) -> str:
    """How a file ends: read, or the kind of the reason that it is refused for."""
    try:
        if is_archive(data):
            for member in members(data):
                read_isolated(member.data)
        else:
            read_isolated(data)
    except Unreadable as refused:
        return str(refused).split(":")[0]
    return "read"


def ended(name: str, data: bytes) -> Ended:
    """Try one input; what is neither read nor refused, or outlives its time, has escaped."""
    start = time.monotonic()
    try:
        said, escaped = outcome(data), False
    except Exception as error:
        said, escaped = f"ESCAPED {type(error).__name__}: {error}", True
    seconds = time.monotonic() - start
    late = seconds > limits.SECONDS.most + 30
    return Ended(name, data, "ESCAPED its time" if late else said, escaped or late, seconds)


def inputs(rng: random.Random) -> Iterator[tuple[str, bytes]]:
    """Mutated files without end, the same ones for the same seed."""
    made = seeds()
    shares = [SHARES.get(name, 1.0) for name in made]
    while True:
        (name,) = rng.choices(list(made), shares)
        yield name, made[name].whole(mutated(made[name].data, rng))


def tried(given: argparse.Namespace) -> Iterator[Ended]:
    """The ends of inputs until the time or their number is up."""
    source, left = inputs(random.Random(given.seed)), given.files
    deadline = time.monotonic() + given.seconds
    with ThreadPoolExecutor(given.workers) as threads:
        while time.monotonic() < deadline and left > 0:
            batch = [next(source) for _ in range(min(BATCH, left))]
            yield from threads.map(ended, *zip(*batch, strict=True))
            left -= len(batch)


def main() -> None:
    """Fuzz for the time given, then print what became of the files of each format."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--keep", type=Path, default=None, help="folder for files that escape or are slow")
    parser.add_argument("--slow", type=float, default=20.0, help="seconds from which a file is slow")
    parser.add_argument("--files", type=int, default=1 << 60, help="stop after so many files")
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    ends: dict[str, Counter[str]] = {}
    seconds: dict[str, float] = {}
    slowest: dict[str, float] = {}
    escapes = 0
    for end in tried(given):
        ends.setdefault(end.name, Counter())[end.outcome] += 1
        seconds[end.name] = seconds.get(end.name, 0.0) + end.seconds
        slowest[end.name] = max(slowest.get(end.name, 0.0), end.seconds)
        escapes += end.escaped
        if given.keep and (end.escaped or end.seconds > given.slow):
            given.keep.mkdir(parents=True, exist_ok=True)
            kept = given.keep / f"{end.name.replace(', ', '_')}-{ends[end.name].total()}"
            kept.write_bytes(end.data)
    POOL.close()
    for name, counts in sorted(ends.items()):
        said = ", ".join(f"{why} {n}" for why, n in counts.most_common())
        print(f"{name:13}{counts.total():6}  mean {1000 * seconds[name] / counts.total():5.0f} ms, "
              f"slowest {slowest[name]:4.1f} s  {said}")  # fmt: skip
    files = sum(counts.total() for counts in ends.values())
    print(f"{files:,} files, {escapes} escapes, slowest {max(slowest.values(), default=0.0):.1f} s")
    raise SystemExit(1 if escapes else 0)


if __name__ == "__main__":
    main()
