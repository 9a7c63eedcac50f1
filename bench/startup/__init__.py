"""From the command to an open door, when everything is there already."""
