"""The stages a report goes through, as plain functions; nothing here knows of the scheduler."""
