"""`python -m clausebook`: the same as the command `clausebook`."""

from clausebook.cli import main

if __name__ == "__main__":
    main(prog_name="clausebook")
