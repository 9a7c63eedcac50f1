"""What the whole service occupies while nothing happens."""
