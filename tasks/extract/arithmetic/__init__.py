"""Arithmetic: what the figures of a report say of one another, and whether it holds."""
