"""Taking a filled-in review queue back: from the file of a person to entries of data/reference."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path

from tasks.collect.corrections import load_corrections
from tasks.collect.identities import load_identities
from tasks.publish.release import read_tables
from tasks.review.decisions import Current, Decided, decide
from tasks.review.record import record
from tasks.review.sheets import read_review
from tasks.store.home import Home


def take_review(home: Home, release_id: str, data: bytes, dry_run: bool = False) -> Decided:
    """What a filled queue decides about a release, written to data/reference unless it is a dry run.

    Raises `UnreadableReview` where the file is no queue, and `RefusedReview` where any row cannot be taken.
    """
    rows = read_review(data)
    tables = read_tables(home, release_id)
    facts, reports = tables["indicators"].to_pylist(), tables["reports"].to_pylist()
    day = datetime.now(UTC).date().isoformat()
    decided = decide(rows, Current(facts, reports, load_corrections(), load_identities(), day))
    if not dry_run:
        with as_file(files("data.reference")) as folder:
            record(decided, Path(folder))
    return decided


def told(decided: Decided) -> list[str]:
    """What was decided, a line each."""
    lines = [f"{c.report_id} {c.indicator}: {c.printed} → {c.value_base:.15g}" for c in decided.corrections]
    lines += [f"{c.report_id} {c.field}: {c.read or '—'} → {c.right}" for c in decided.identities]
    return [*lines, *(f"{w.report_id} withdrawn: {w.reason}" for w in decided.withdrawals)]
