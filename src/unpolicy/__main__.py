"""`python -m unpolicy`, for when the command is not on the path."""

from unpolicy.cli import main

if __name__ == "__main__":
    main()
