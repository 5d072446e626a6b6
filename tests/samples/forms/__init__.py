"""The forms a report can take: each lays a bureau's material out under its own headings, in its own words."""

from collections.abc import Callable

from ..bureaus.bureau import Bureau
from ..prose import Block
from .headed import headed
from .numbered import numbered
from .pick import Pick
from .run_in import run_in
from .targeted import targeted

FORMS: dict[str, Callable[[Bureau, Pick], list[Block]]] = {
    "headed": headed,
    "run_in": run_in,
    "numbered": numbered,
    "targeted": targeted,
}

__all__ = ["FORMS", "Pick"]
