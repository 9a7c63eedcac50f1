"""The use cases: one verb per file, the only writers of the record."""
