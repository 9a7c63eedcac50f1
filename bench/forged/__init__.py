"""Recipients that were never minted: how many a second are refused, beside what smtp-sink accepts."""
