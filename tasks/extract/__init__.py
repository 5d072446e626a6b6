"""Extraction: who reports, how the text is built, every quantity, and the facts they prove."""
