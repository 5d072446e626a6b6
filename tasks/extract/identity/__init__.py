"""Identity: who reports about which place and year, by ranked evidence."""
