"""What is kept under the home folder: raw files, interpretations and releases."""
