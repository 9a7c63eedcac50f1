"""What people are told when the program cannot go on."""

from __future__ import annotations


class Problem(RuntimeError):
    """A broken world or a wrong setting; the text is one sentence that also says what to do. Ends a command with 2."""
