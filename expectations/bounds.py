"""The declared bounds of the expectations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True)
class Bounds:
    """What `expectations/bounds.yaml` declares."""

    year_on_year: Mapping[str, tuple[float, float]]
    unit_slip: float
    rows: Mapping[str, float]
    text: Mapping[str, float]
    recognition: Mapping[str, float]


@cache
def load_bounds() -> Bounds:
    """The bounds, read once."""
    raw = yaml.safe_load((files("expectations") / "bounds.yaml").read_text("utf-8"))
    ratios = {column: (low, high) for column, (low, high) in raw["year_on_year"].items()}
    return Bounds(ratios, raw["unit_slip"], raw["rows"], raw["text"], raw["recognition"])
