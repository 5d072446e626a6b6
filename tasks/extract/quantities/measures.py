"""What a number measures and how it is meant: from the words of its clause that touch it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tasks.extract.quantities.clauses import words_before
from tasks.extract.quantities.lexicon import AFTER_DATE, Lexicon, word_after_date
from tasks.extract.quantities.mention import Mention
from tasks.extract.quantities.numerals import CHINESE
from tasks.extract.quantities.vocabulary import Cue
from tasks.model import Bound, Quantity

_NO_WORD = f"，。；、：！？）()【】《》,;:!?|0123456789０１２３４５６７８９{CHINESE}%％"
_WORD = f"[^（\\s{_NO_WORD}]"
_NO_NOUN = frozenset(_NO_WORD) | {""}  # beside the bracket, which a noun may open with
# Most nouns have no bracket, and are taken in one step instead of one a character.
_NOUN = re.compile(f"的?+({_WORD}{{1,14}}+)(?!（)|的?((?:{_WORD}|（[\u4e00-\u9fff]{{1,4}}）){{1,14}}+)")
_ALONE = "百千万亿"  # numbers that are no more than a magnitude: 上千人
_ONLY_TIME = frozenset(("内", "起"))  # after a duration bounds, after anything else the head of the next word


_NAMED_AFTER = frozenset(("ordinal", "other"))  # beside counts


Words = tuple[bool, Bound | None, str | None, str | None, str | None, int]
"""Approximate, bound, qualifier, measure and subject as a quantity has them; where the words after it end."""


def measured(
    text: str, backwards: str, mention: Mention, floor: int, before: Quantity | None, lexicon: Lexicon
) -> Words:
    """What the clause says of the number.

    `backwards` is the text backwards; `floor` ends the number before, and `before` is this where it stands
    in the same sentence.
    """
    if mention.kind == "date":
        return _date(text, mention, lexicon)
    size = len(text)
    cues, clause = words_before(backwards, size - mention.start, size - floor, lexicon.leading)
    bound: Bound | None = None
    qualifier: str | None = None
    end = mention.end
    after = _cue_after(text, mention, lexicon) if text[end : end + 1] in lexicon.after else None
    if after is not None:
        end += len(after.text)
    if cues or after or mention.infix:
        bound, qualifier = _bound(cues, after, mention.infix), _qualifier(cues, after, mention.infix)
    if bound is None and text[mention.start] in _ALONE and text.endswith(lexicon.beyond, 0, mention.start):
        bound = "gt"
    approximate = bound is not None or mention.infix != ""
    if mention.kind == "count":
        noun = _noun_at(text, end, lexicon) if text[end : end + 1] not in _NO_NOUN else None
        measure, subject = noun or clause, noun or clause
    else:
        noun = _noun_at(text, end, lexicon) if mention.kind in _NAMED_AFTER else None
        measure, subject = clause or noun, noun
    if before is None:
        return approximate, bound, qualifier, measure, subject, end
    if clause is None:
        subject = subject or before.subject
    elif clause[0] in lexicon.change_heads and clause.startswith(lexicon.change):
        changed = before.measure is None or before.measure.startswith(lexicon.change)
        subject = before.subject if changed else before.measure
    return approximate, bound, qualifier, measure or before.measure, subject, end


def _date(text: str, mention: Mention, lexicon: Lexicon) -> Words:
    """截至 before a date, 以来 or 底 after it; a date measures nothing."""
    as_of, words = lexicon.dates["as_of"], list[str]()
    if text.endswith(as_of, 0, mention.start):
        words.append(next(word for word in as_of if text.endswith(word, 0, mention.start)))
    end = mention.end
    for role in AFTER_DATE:
        if after := word_after_date(text, end, role, lexicon):
            words.append(after)
            end += len(after)
    return False, None, "…".join(words) or None, None, None, end


def _cue_after(text: str, mention: Mention, lexicon: Lexicon) -> Cue | None:
    for cue in lexicon.after.get(text[mention.end : mention.end + 1], ()):
        if text.startswith(cue.text, mention.end):
            if cue.text in _ONLY_TIME and mention.kind != "duration":
                continue
            return cue
    return None


def _bound(cues: Sequence[Cue], after: Cue | None, infix: str) -> Bound | None:
    if after is not None and after.bound is not None:
        return after.bound
    for cue in cues:
        if cue.bound is not None:
            return cue.bound
    if infix == "几":
        return "about"
    return "gt" if infix else None


def _qualifier(cues: Sequence[Cue], after: Cue | None, infix: str) -> str | None:
    kept = [cue.text for cue in reversed(cues) if cue.kept]
    kept += [infix] if infix else []
    kept += [after.text] if after is not None else []
    return "…".join(kept) or None


def _noun_at(text: str, start: int, lexicon: Lexicon) -> str | None:
    """The noun that a count counts, up to the verb after it."""
    found = _NOUN.match(text, start)
    if found is None:
        return None
    noun: str = found[found.lastindex or 0]
    end = lexicon.noun_ends.search(noun)
    noun = (noun[: end.start()] if end else noun).rstrip("的")
    return noun if noun and noun not in lexicon.cues else None
