"""`python -m gobetween`: the same as the `gobetween` command."""

from gobetween.cli import main

if __name__ == "__main__":
    main()
