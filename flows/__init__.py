"""What runs, in which order, with which retries."""
