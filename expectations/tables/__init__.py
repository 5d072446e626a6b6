"""The published tables, one declaration a file."""
