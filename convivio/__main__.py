"""Run the command line: python -m convivio ARGS…"""

from convivio.config.command_line import main

main()
