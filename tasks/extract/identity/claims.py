"""Who is said to report, and where: every claim outside the title, with the weight of its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tasks.extract.identity.departments import is_field
from tasks.extract.identity.gazetteer import Gazetteer
from tasks.extract.identity.lines import MARKER
from tasks.extract.identity.names import Named, name_from, name_of

LABEL, COVER, SPEAKER, SUBJECT, SIGNATURE, MENTION = 40.0, 30.0, 30.0, 12.0, 15.0, 2.0
PROSE = 4000  # characters of the head in which clauses are read
COVER_LINES = 30
TAIL_LINES = 8
LONGEST_NAME = 40

# A clause begins here: after a stop and a list marker, and after the words that put the reporter first.
# Before the first line stands a line break too: a search goes quickly to one of a few characters, not to "^".
CLAUSE = re.compile(
    r"[\n。；，：:？！,;](?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.．、])?"
    r"(?:现将|现就|现对|我代表|兹将|根据|按照|经)?(?:(?:19|20)\d\d年度?)?"
)
# What is said of the one that reports: what it is, does and has.
PREDICATE = re.compile(
    r"（以下简称|(?:机关|部门|单位){0,2}概况|(?:财政拨款)?[“‘]三公|(?:机关|部门|单位)?(?:是|为|系|属|隶属|内设|下设|主要职|主要工作|位于|成立于|现有|共有|基本情况|整体支出|职能|职责"
    r"|(?:19|20)\d\d年|本年|包括|包含|核定|汇总|由.{1,10}组成|(?:认真|积极)?(?:组织)?(?:开展|进行)(?:了)?.{0,16}自评)"
)
SPEAKER_LINE = re.compile(r"(.{2,30}?)(?:代|副|常务副)?(?:省|市|区|县|旗|州|镇|乡)长.{0,12}$")
MEETING = re.compile(r"在([^，。\n]{2,24}?)第[一二三四五六七八九十\d]{1,3}届人民代表大会")
DATE_LINE = re.compile(r"(?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日)?$|[一二]〇.{2}年.{1,3}月(?:.{1,3}日)?$")


@dataclass(frozen=True, slots=True)
class Claim:
    """A name read somewhere: how much that place is worth, and what to call it in the evidence."""

    named: Named
    weight: float
    where: str


def claims(head: Sequence[str], tail: Sequence[str], title: range, gazetteer: Gazetteer) -> list[Claim]:
    """Every claim of the head (its title left out) and of the last lines, in order of weight."""
    cover = [line for i, line in enumerate(head[:COVER_LINES]) if i not in title]
    prose = "\n" + "\n".join(line for i, line in enumerate(head) if i not in title)[:PROSE]
    found = [
        *_labelled(prose, gazetteer),
        *_lines(cover, COVER, "cover line", gazetteer),
        *_spoken(cover, gazetteer),
        *_clauses(prose, gazetteer),
        *_lines([DATE_LINE.sub("", line) for line in tail], SIGNATURE, "signature", gazetteer),
    ]
    return sorted(found, key=lambda claim: -claim.weight)


def _labelled(prose: str, gazetteer: Gazetteer) -> Iterator[Claim]:
    """预算单位：…, or the same in two cells of a form, where only a name with its place is trusted."""
    for found in gazetteer.genre.reporter_label.finditer(prose):
        label, colon, value = found.groups()
        named = name_from(value, 0, gazetteer) or (name_of(value, gazetteer) if colon else None)
        if named and named.body and (named.chain or colon.strip("\n|")):
            rank = gazetteer.genre.reporter_labels.index(label)
            yield Claim(named, LABEL - rank / 10, f"field {label}")


def _lines(lines: Sequence[str], weight: float, where: str, gazetteer: Gazetteer) -> Iterator[Claim]:
    """Lines that are a name and nothing else."""
    for line in lines:
        may_be = (
            2 < len(line) <= LONGEST_NAME and not MARKER.match(line) and not gazetteer.genre.page.search(line)
        )
        named = name_of(line, gazetteer) if may_be else None
        if (
            named
            and named.end == len(line)
            and (named.chain or is_field(gazetteer.departments, named.body or ""))
        ):
            yield Claim(named, weight, where)


def _spoken(lines: Sequence[str], gazetteer: Gazetteer) -> Iterator[Claim]:
    """The line of the speaker of a work report, and that of the congress it was given to."""
    for line in lines:
        speaker, meeting = SPEAKER_LINE.match(line), MEETING.search(line)
        if speaker and (named := name_of(speaker[1], gazetteer)):
            yield Claim(named, SPEAKER, "speaker line")
        if meeting and (named := name_of(meeting[1], gazetteer)):
            yield Claim(named, SPEAKER, "congress line")


def _clauses(prose: str, gazetteer: Gazetteer) -> Iterator[Claim]:
    """Names that begin a clause; most worth where the clause says what the reporter is."""
    for clause in CLAUSE.finditer(prose):
        start = clause.end()
        if prose[start : start + 2] in gazetteer.heads and (named := name_from(prose, start, gazetteer)):
            subject = PREDICATE.match(prose, named.end)
            yield Claim(named, SUBJECT if subject else MENTION, "first paragraphs" if subject else "text")
