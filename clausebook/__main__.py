"""`python -m clausebook`: the same as the command `clausebook`."""

from clausebook.cli import run

if __name__ == "__main__":
    run()
