"""Checking a release before anyone sees it."""
