"""Pages of a seller's people: their conversations and the addresses they write from."""
