"""One raw file, from bytes to `Report`: read, clean, extract. Pure, and never stopped by a file."""

from __future__ import annotations

from dataclasses import replace

from tasks.clean import clean
from tasks.extract.doubts import reading_warnings
from tasks.extract.facts import extract
from tasks.extract.identity.identify import standing
from tasks.model import RawFile, Report, Unreadable
from tasks.read import limits
from tasks.read.isolation import read_isolated
from tasks.reference import Reference


def interpret(raw: RawFile, data: bytes, reference: Reference) -> Report:
    """The report that `data` holds; a quarantined one with its reason where there is none.

    An error nobody foresaw quarantines this file alone, under its own name, so that the run goes on.
    """
    try:
        return _interpret(raw, data, reference)
    except Unreadable as unreadable:
        return Report(raw, "quarantined", str(unreadable))
    except Exception as error:
        place = f"{type(error).__name__}: {error}"
        return Report(raw, "quarantined", f"internal: the program failed on this file ({place})")


def _interpret(raw: RawFile, data: bytes, reference: Reference) -> Report:
    limits.check(limits.FILE_BYTES, raw.size)
    document = read_isolated(data)
    cleaned = clean(document)
    facts = extract(cleaned, raw.file_names, reference)
    facts = replace(facts, findings=(*reading_warnings(document), *facts.findings))
    placed = tuple(line for line in document.lines if line.box)
    status, reason = standing(facts.identity)
    return Report(raw, status, reason, document.media_type, cleaned, facts, placed)
