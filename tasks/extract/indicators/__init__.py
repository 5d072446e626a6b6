"""Indicators: the harmonised facts, as the catalogue declares how they are phrased."""
