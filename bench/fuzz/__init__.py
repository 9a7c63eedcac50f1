"""Letters of the corpus spoilt at random for as long as you like: what raises, leaks, is unsound or slow."""
