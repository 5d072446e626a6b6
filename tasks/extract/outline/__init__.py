"""Outline: the tree of headings that a text is built on."""
