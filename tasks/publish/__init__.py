"""From the lake to a release: tables, package, report, changes."""
