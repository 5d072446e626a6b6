"""Many words as one regular expression, shaped like their common beginnings.

Tried one after the other, words take time by their number; folded into a tree (a trie) of their
characters, only by their length.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_END = ""


def expression(words: Mapping[str, str]) -> str:
    """The expression of the longest word that fits; each word with what must hold where it ends.

    What must hold is an expression too (a look-ahead, or empty): where it does not, a shorter word may fit.
    """
    root: dict[str, Any] = {}
    for word, condition in words.items():
        node = root
        for character in word:
            node = node.setdefault(character, {})
        node[_END] = condition
    return _branches(root)


def _branches(node: Mapping[str, Any]) -> str:
    """What may go on before what may end here, so that the longest word wins."""
    branches = [re.escape(c) + _branches(child) for c, child in sorted(node.items()) if c != _END]
    branches += [node[_END]] if _END in node else []
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
