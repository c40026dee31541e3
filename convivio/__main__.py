"""Run the command line, as `python -m convivio ARGS…` does."""

from convivio.config.command_line import main

main()
