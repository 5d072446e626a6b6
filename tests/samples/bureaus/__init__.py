"""What each bureau does in a year: its duties, works, problems and figures, one module a bureau."""
