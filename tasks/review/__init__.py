"""Review: what of a release a person should look at, and what they decided about it."""
