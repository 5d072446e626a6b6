"""What a number measures and how it is meant: from the words of its clause that touch it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tasks.extract.quantities_lexicon import Cue, Lexicon
from tasks.extract.quantities_mention import Mention
from tasks.model import Bound

_REACH = 26  # characters of the clause before a number that name what it measures
_MOST_CUES = 5
_STOP = re.compile("[，。；、：！？（）()【】《》,;:!?\\s|…]")
_NOUN = re.compile(
    "的?([^，。；、：！？（）()【】《》“”,;:!?\\s|0-9０-９零〇一二三四五六七八九十百千万亿两半%％]{1,14})"
)
_LEADING = "和与及并且的了等、“”\"'其中"
_ONLY_TIME = frozenset(("内", "起"))  # after a duration bounds, after anything else the head of the next word


@dataclass(frozen=True, slots=True)
class Measured:
    """The words around a number, each verbatim or None."""

    bound: Bound | None
    approximate: bool
    qualifier: str | None
    measure: str | None
    subject: str | None


def measured(text: str, mention: Mention, floor: int, before: Measured | None, lexicon: Lexicon) -> Measured:
    """What the clause says of the number: `floor` ends the number before, whose words `before` are."""
    cues, left = _cues_before(text, mention.start, floor, lexicon)
    after = _cue_after(text, mention, lexicon)
    clause = _STOP.split(text[max(floor, left - _REACH) : left])[-1].lstrip(_LEADING)
    noun = _noun_after(text, mention, after)
    bound = _bound(text, mention, cues, after, lexicon)
    measure = (clause if len(clause) > 1 else None) or noun or (before.measure if before else None)
    subject = noun or (clause if len(clause) > 1 and mention.kind == "count" else None)
    return Measured(
        bound,
        bound is not None or bool(mention.infix),
        _qualifier(cues, after, mention) or None,
        measure,
        subject or (before.subject if before else None),
    )


def _cues_before(text: str, start: int, floor: int, lexicon: Lexicon) -> tuple[list[Cue], int]:
    """The words of degree and the verbs right before the number, nearest first, and where they begin."""
    cues: list[Cue] = []
    left = start
    while left > floor and len(cues) < _MOST_CUES:
        for cue in lexicon.before.get(text[left - 1], ()):
            if text.endswith(cue.text, floor, left):
                cues.append(cue)
                left -= len(cue.text)
                break
        else:
            break
    return cues, left


def _cue_after(text: str, mention: Mention, lexicon: Lexicon) -> Cue | None:
    for cue in lexicon.after.get(text[mention.end : mention.end + 1], ()):
        if text.startswith(cue.text, mention.end):
            if cue.text in _ONLY_TIME and mention.kind != "duration":
                continue
            return cue
    return None


def _bound(text: str, mention: Mention, cues: list[Cue], after: Cue | None, lexicon: Lexicon) -> Bound | None:
    if after is not None and after.bound is not None:
        return after.bound
    for cue in cues:
        if cue.bound is not None:
            return cue.bound
    if mention.infix == "几":
        return "about"
    if mention.infix:
        return "gt"
    alone = text[mention.start] in "百千万亿" and text.endswith(lexicon.degree, 0, mention.start)
    return "gt" if alone else None


def _qualifier(cues: list[Cue], after: Cue | None, mention: Mention) -> str:
    kept = [cue.text for cue in reversed(cues) if cue.kept]
    kept += [mention.infix] if mention.infix else []
    kept += [after.text] if after is not None else []
    return "…".join(kept)


def _noun_after(text: str, mention: Mention, after: Cue | None) -> str | None:
    if mention.kind not in ("count", "ordinal", "other"):
        return None
    found = _NOUN.match(text, mention.end + (len(after.text) if after else 0))
    return found[1] if found and len(found[1]) > 1 else None
