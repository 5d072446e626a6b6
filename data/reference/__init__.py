"""Reference data, curated by hand: places, departments, words, indicators, decisions on single reports."""
