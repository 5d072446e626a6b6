"""Quantities: every numeral of a text, as a quantity or set aside with a reason."""
