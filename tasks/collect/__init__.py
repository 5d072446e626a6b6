"""From the lake to the tables of a release: versions settled, corrections applied, headlines chosen."""
