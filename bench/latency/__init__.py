"""A letter through an idle relay: from DATA to the next hop's copy."""
