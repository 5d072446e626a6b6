"""From the tables to a release: package, report, changes, and the swap that makes it current."""
