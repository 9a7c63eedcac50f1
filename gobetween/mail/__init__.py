"""The mail door: the edge hears letters, intake hands them in, the courier carries copies out, bounces come home."""
