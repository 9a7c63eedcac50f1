"""Small tools without domain words: configuration, sealing, tokens, claims."""
