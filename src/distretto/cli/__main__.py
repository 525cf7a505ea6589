"""`python -m distretto.cli` is `distretto`."""

from distretto.cli import main

main(prog_name="distretto")
