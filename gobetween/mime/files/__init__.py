"""Files of a letter: told apart by content, stripped of what identifies, or left out with a reason."""
