"""Letters through the whole relay, into a sink, beside a plain Postfix that only rewrites headers."""
