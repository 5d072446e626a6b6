"""What was decided, written down in data/reference: the files as they were, or with every entry added."""

from __future__ import annotations

import os
from pathlib import Path

from tasks.review.decisions import Decided, appended, correction_rows, identity_rows, withdrawal_rows


def record(decided: Decided, folder: Path) -> None:
    """Add the decisions to the lists of `folder`, each file in one step."""
    for name, rows in (
        ("corrections.csv", correction_rows(decided)),
        ("identities.csv", identity_rows(decided)),
        ("withdrawals.csv", withdrawal_rows(decided)),
    ):
        if rows:
            path, aside = folder / name, folder / f".{name}.new"
            aside.write_text(appended(path.read_text("utf-8-sig"), rows), "utf-8", newline="")
            os.replace(aside, path)
