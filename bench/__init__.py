"""What the service does in a second and what it costs, measured beside its peers in the same run."""
