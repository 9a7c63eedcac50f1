"""How well and how fast the content policy judges, on the labelled messages of the project."""
