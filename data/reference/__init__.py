"""Reference data, curated by hand: places, departments, words, indicators, and decisions on single reports."""
