"""What a number measures and how it is meant: from the words of its clause that touch it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from tasks.extract.quantities.clauses import words_before
from tasks.extract.quantities.lexicon import Lexicon, word_after_date
from tasks.extract.quantities.mention import Mention
from tasks.extract.quantities.vocabulary import Cue
from tasks.model import Bound

_WORD = "[^，。；、：！？（）()【】《》,;:!?\\s|0-9０-９零〇一二三四五六七八九十百千万亿两半%％]"
_BRACKETED_NOUN = re.compile(f"的?((?:{_WORD}|（[\u4e00-\u9fff]{{1,4}}）){{1,14}}+)")
# Most nouns have no bracket, and this takes them in one step instead of one a character.
_NOUN = re.compile(f"的?+({_WORD}{{1,14}}+)(?!（)")
_NOUN_REACH = 16
_ONLY_TIME = frozenset(("内", "起"))  # after a duration bounds, after anything else the head of the next word


_NAMED_AFTER = frozenset(("ordinal", "other"))  # beside counts


class Measured(NamedTuple):  # a tuple: one is made for every number, and it is made in half the time
    """The words around a number, each verbatim or None."""

    bound: Bound | None
    approximate: bool
    qualifier: str | None
    measure: str | None
    subject: str | None
    end: int  # of the words after the number


_new = tuple.__new__  # spares the call that a named tuple makes of every construction


def measured(
    text: str, backwards: str, mention: Mention, floor: int, before: Measured | None, lexicon: Lexicon
) -> Measured:
    """What the clause says of the number.

    `backwards` is the text backwards; `floor` ends the number before; `before` are its words where it stands in the same sentence.
    """
    if mention.kind == "date":
        return _date(text, mention, lexicon)
    counts = mention.kind == "count"
    cues, clause = words_before(text, backwards, mention.start, floor, lexicon.leading)
    after = _cue_after(text, mention, lexicon)
    noun = _noun_after(text, mention, after, lexicon) if counts or mention.kind in _NAMED_AFTER else None
    bound = _bound(text, mention, cues, after, lexicon)
    own = (noun or clause) if counts else (clause or noun)
    measure = own or (before.measure if before else None)
    subject = noun or (clause if counts else None)
    if before is not None and clause is not None and clause.startswith(lexicon.change):
        changed = before.measure is None or before.measure.startswith(lexicon.change)
        subject = before.subject if changed else before.measure
    elif before is not None and subject is None and clause is None:
        subject = before.subject
    approximate = bound is not None or bool(mention.infix)
    end = mention.end + len(after.text) if after else mention.end
    qualifier = _qualifier(cues, after, mention) if cues or after or mention.infix else None
    return _new(Measured, (bound, approximate, qualifier, measure, subject, end))


def _date(text: str, mention: Mention, lexicon: Lexicon) -> Measured:
    """截至 before a date, 以来 or 底 after it; a date measures nothing."""
    words = [word for word in lexicon.dates["as_of"] if text.endswith(word, 0, mention.start)][:1]
    end = mention.end
    for role in ("end", "start", "since", "eve"):
        if after := word_after_date(text, end, role, lexicon):
            words.append(after)
            end += len(after)
    return Measured(None, False, "…".join(words) or None, None, None, end)


def _cue_after(text: str, mention: Mention, lexicon: Lexicon) -> Cue | None:
    for cue in lexicon.after.get(text[mention.end : mention.end + 1], ()):
        if text.startswith(cue.text, mention.end):
            if cue.text in _ONLY_TIME and mention.kind != "duration":
                continue
            return cue
    return None


def _bound(
    text: str, mention: Mention, cues: Sequence[Cue], after: Cue | None, lexicon: Lexicon
) -> Bound | None:
    if after is not None and after.bound is not None:
        return after.bound
    for cue in cues:
        if cue.bound is not None:
            return cue.bound
    if mention.infix == "几":
        return "about"
    if mention.infix:
        return "gt"
    alone = text[mention.start] in "百千万亿" and text.endswith(lexicon.beyond, 0, mention.start)
    return "gt" if alone else None


def _qualifier(cues: Sequence[Cue], after: Cue | None, mention: Mention) -> str | None:
    kept = [cue.text for cue in reversed(cues) if cue.kept]
    kept += [mention.infix] if mention.infix else []
    kept += [after.text] if after is not None else []
    return "…".join(kept) or None


def _noun_after(text: str, mention: Mention, after: Cue | None, lexicon: Lexicon) -> str | None:
    """The noun that a count counts, up to the verb after it."""
    start = mention.end + len(after.text) if after else mention.end
    found = _NOUN.match(text, start)
    if found is None and text.find("（", start, start + _NOUN_REACH) >= 0:
        found = _BRACKETED_NOUN.match(text, start)
    if found is None:
        return None
    end = lexicon.noun_ends.search(found[1])
    noun = (found[1][: end.start()] if end else found[1]).rstrip("的")
    return noun if noun and noun not in lexicon.cues else None
