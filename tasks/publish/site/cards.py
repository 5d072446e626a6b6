"""What the card of a mark shows; keys are short since there are hundreds a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tasks.publish.site import names
from tasks.publish.site.marks import Span
from tasks.publish.site.rawlines import runs
from tasks.publish.site.render import figure
from tasks.publish.site.values import Pieces, Row

PERIOD_WORDS = {"as_of": "截至", "cumulative_to": "累计至", "since": "自", "eve_of": "前夕", "at": ""}


def cards(
    quantities: Iterable[Row],
    marks: Iterable[tuple[str, Row]],
    nonquantities: Sequence[Row],
    moves: Iterable[tuple[Row, Span]],
    pieces: Pieces | None,
) -> dict[str, Row]:
    """The cards of a report by the ids of their marks."""
    found: dict[str, Row] = {f"q={q['quantity']}": _quantity(q, pieces) for q in quantities}
    found |= {mark: _indicator(row, pieces) for mark, row in marks}
    for number, n in enumerate(nonquantities):
        found[f"n={number}"] = {"reason": n["reason"], "printed": n["surface"]}
    for edit, span in moves:
        raw = f"{edit['line_start']}–{edit['line_end']}"
        found[span.id] = {"moved": edit["evidence"], "printed": edit["text"], "raw": raw}
    return found


def _quantity(q: Row, pieces: Pieces | None) -> Row:
    return _short(
        printed=q["surface"], value=figure(q["value"]) if q["value"] is not None else None,
        unit=q["unit"], base=_base(q), kind=q["kind"], measure=q["measure"], subject=q["subject"],
        period=_period(q), bound=q["bound"], approximate=q["approximate"] or None,
        paragraph=q["paragraph"], start=q["char_start"], end=q["char_end"], raw=_lines(q, pieces),
    )  # fmt: skip


def _indicator(i: Row, pieces: Pieces | None) -> Row:
    declared = names.indicator(i["indicator"])
    return _short(
        indicator=i["indicator"], zh=declared.zh, en=declared.en, printed=i["printed"],
        value=figure(i["value"]) if i["value"] is not None else None, unit=i["unit"],
        base=_amount(i), status=i["status"],
        confidence=i["confidence"], paragraph=i["paragraph"], start=i["char_start"],
        end=i["char_end"], raw=_lines(i, pieces),
    )  # fmt: skip


def _amount(i: Row) -> str | None:
    if i["value_base"] is None:
        return None
    return f"{figure(i['value_base'])} {names.unit_of(i['indicator'])}".strip()


def _short(**values: object) -> Row:
    return {name: value for name, value in values.items() if value is not None}


def _base(q: Row) -> str | None:
    if q["value_base"] is None:
        return None
    high = f"–{figure(q['value_high'])}" if q["value_high"] is not None else ""
    return f"{figure(q['value_base'])}{high} {q['unit_base'] or ''}".strip()


def _period(q: Row) -> str | None:
    start, end = q["period_start"], q["period_end"]
    if start is None and end is None:
        return None
    before = PERIOD_WORDS.get(q["period_basis"] or "", "")
    return before + (str(start) if start == end else f"{start or '…'} – {end or '…'}")


def _lines(row: Row, pieces: Pieces | None) -> str | None:
    """The raw lines of a span, with the characters in them: 45:12–18."""
    if pieces is None:
        return None
    found = runs(pieces[row["paragraph"]], row["char_start"], row["char_end"])
    return ", ".join(f"{run.line}:{run.start + 1}–{run.end}" for run in found[:4]) or None


def with_boxes(
    found: Mapping[str, Row],
    lines: Mapping[str, Sequence[int]],
    figures: Mapping[str, Mapping[int, Sequence[float]]],
) -> dict[str, Row]:
    """The cards with the raw lines of which a picture shows the boxes, and what was estimated within each."""

    def placed(mark: str, card: Row) -> Row:
        own = figures.get(mark, {})
        at = [[own[n][0], own[n][2]] if n in own else None for n in lines[mark]]
        return card | {"lines": lines[mark]} | ({"at": at} if any(at) else {})

    return {mark: placed(mark, card) if lines.get(mark) else card for mark, card in found.items()}
