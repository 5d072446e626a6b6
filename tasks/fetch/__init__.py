"""Fetching what is new: declared sources in, raw files with origin and time of retrieval out."""
