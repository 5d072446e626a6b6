"""The values that travel between the stages: frozen, typed, free of I/O.

A raw file is read into a `Document`, cleaned into a `Cleaned` text, and extracted into `Facts`;
together they make one `Report`, which is what the lake stores.

Offsets are 0-based, half-open, in characters. Line numbers and pages are 1-based.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

# --- read ------------------------------------------------------------------------------------------


class Unreadable(Exception):  # noqa: N818 - named for what it says of the file
    """A file that cannot become a report; its message is the quarantine reason a person reads."""


LineKind = Literal["line", "paragraph", "row"]
Origin = Literal["text", "text_layer", "ocr", "cell", "paragraph"]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the raw text, white space and all, without its line end.

    A "line" is a line of print, which cleaning joins to its neighbours; a "paragraph" is whole by the
    source's own markup; a "row" is one row of a table, its cells joined by tabs, empty cells staying empty.
    """

    number: int
    text: str
    page: int | None = None  # known to paged readers; plain text leaves it to the layout model
    kind: LineKind = "line"
    box: Box | None = None  # x0, y0, x1, y1 in points from the upper left corner of the page
    origin: Origin = "text"
    confidence: float | None = None  # of recognised characters, 0-1; None where nothing was recognised
    turned: float = 0.0  # degrees, clockwise, by which its page was turned to be read: `box` is after that


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader makes of a raw file."""

    media_type: str
    encoding: str | None
    lines: tuple[Line, ...]
    pages: int | None = None  # None where the format has none
    warnings: tuple[str, ...] = ()  # what the reader noticed and a person should know


# --- clean -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of paragraph characters and the raw characters it is: the unit of provenance.

    `Paragraph.text[start : start + length]` is `line.text[column : column + length]` of raw line `line`.
    """

    start: int
    line: int
    column: int
    length: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in reading order; its pieces cover its text without gap or overlap."""

    text: str
    page: int
    pieces: tuple[Piece, ...]
    table: bool = False  # one row or cell of a table, never prose


EditKind = Literal["join", "move", "furniture", "split", "doubt"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for an edit (positive weight) or against it (negative)."""

    name: str
    weight: float


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing cleaning did, or doubted: which raw characters, where they went, and why.

    `text` is what was moved or set aside (empty for a join); the raw range runs from (`line_start`,
    `column_start`) to (`line_end`, `column_end`); `paragraph` and `offset` say where it stands in the
    cleaned text (None for furniture, which stands nowhere).
    """

    kind: EditKind
    text: str
    line_start: int
    column_start: int
    line_end: int
    column_end: int
    paragraph: int | None
    offset: int | None
    evidence: tuple[Evidence, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The text of a report in reading order, with the record of how it came about."""

    paragraphs: tuple[Paragraph, ...]
    edits: tuple[Edit, ...]
    pages: int
    page_starts: tuple[int, ...] = ()  # first raw line of each page, where the reader knows pages


# --- extract ---------------------------------------------------------------------------------------

DivisionLevel = Literal["province", "city", "district", "town"]
EntityScope = Literal["department", "unit"]
ReportType = Literal[
    "self_evaluation", "final_accounts", "budget", "work_report", "project_evaluation", "template", "other"
]


@dataclass(frozen=True, slots=True)
class Identity:
    """Who reports about which year; what cannot be known is None, never a guess."""

    title: str | None
    province: str | None
    city: str | None
    district: str | None
    town: str | None
    division_code: str | None
    division_level: DivisionLevel | None
    department: str | None
    department_type: str | None
    entity_scope: EntityScope | None
    report_type: ReportType
    fiscal_year: int | None
    confidence: float
    evidence: tuple[str, ...]  # one "field: where it was read" each, strongest first


ParagraphKind = Literal["title", "heading", "body", "table", "other"]


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a paragraph stands in the outline; one per paragraph, in the same order."""

    kind: ParagraphKind
    level: int | None
    marker: str | None
    section: str  # the headings above it, joined with " › "
    roles: tuple[str, ...]  # standard roles of those headings, outermost first


QuantityKind = Literal[
    "money", "count", "percent", "ratio", "score", "date", "duration", "ordinal", "identifier", "other"
]
Bound = Literal["ge", "le", "gt", "lt", "about"]
PeriodBasis = Literal["explicit", "implicit", "as_of", "cumulative_to", "since", "at", "eve_of"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity as printed (`surface`), what it is worth, and what the text says it measures."""

    paragraph: int
    char_start: int
    char_end: int
    surface: str
    value: Decimal | None
    unit: str | None
    kind: QuantityKind
    value_base: Decimal | None
    value_high: Decimal | None
    unit_base: str | None
    approximate: bool
    bound: Bound | None
    qualifier: str | None
    measure: str | None
    subject: str | None
    period_start: date | None
    period_end: date | None
    period_basis: PeriodBasis | None


@dataclass(frozen=True, slots=True)
class NonQuantity:
    """Numeral characters that are no quantity, and why (list_marker, festival_name, ...)."""

    paragraph: int
    char_start: int
    char_end: int
    surface: str
    reason: str


IndicatorStatus = Literal["reported", "stated_none", "conflicting", "corrected"]


@dataclass(frozen=True, slots=True)
class IndicatorFact:
    """One harmonised indicator with the span that proves it.

    `printed` is `paragraph.text[char_start:char_end]`; `evidence` is the clause around it.
    """

    indicator: str
    value: Decimal | None
    unit: str | None
    value_base: Decimal | None
    printed: str
    evidence: str
    paragraph: int
    char_start: int
    char_end: int
    confidence: float
    status: IndicatorStatus


@dataclass(frozen=True, slots=True)
class Target:
    """A performance target and what became of it."""

    project: str | None
    indicator: str
    target_printed: str | None
    target_op: str | None
    target_value: Decimal | None
    target_unit: str | None
    actual_printed: str | None
    actual_op: str | None
    actual_value: Decimal | None
    actual_unit: str | None
    met: bool | None
    paragraph: int


Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A check made on a report's content, and whether it holds, in a sentence a person can act on."""

    rule: str
    severity: Severity
    holds: bool
    message: str
    values: tuple[str, ...]
    paragraphs: tuple[int, ...]
    message_en: str = ""  # the same sentence in English
    rule_zh: str = ""  # what the rule is called in Chinese


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything extraction takes from one cleaned text."""

    identity: Identity
    placements: tuple[Placement, ...]
    quantities: tuple[Quantity, ...]
    nonquantities: tuple[NonQuantity, ...]
    indicators: tuple[IndicatorFact, ...]
    targets: tuple[Target, ...]
    findings: tuple[Finding, ...]


# --- the whole -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RawFile:
    """A raw file as received: its content by hash, its names by what it was called where it lay."""

    sha256: str
    file_names: tuple[str, ...]
    size: int = 0  # bytes

    @property
    def report_id(self) -> str:
        """The first 16 hex digits of the hash: the id of the report in every table."""
        return self.sha256[:16]


@dataclass(frozen=True, slots=True)
class Report:
    """One raw file and all that was made of it; what was not reached is None."""

    raw: RawFile
    status: Literal["published", "template", "quarantined"]
    reason: str | None
    media_type: str | None = None
    cleaned: Cleaned | None = None
    facts: Facts | None = None
    lines: tuple[Line, ...] = ()  # the raw lines of which the reader knows where on a page they stand
