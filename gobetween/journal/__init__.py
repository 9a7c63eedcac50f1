"""What happened: append-only, hash-chained for each marketplace."""
