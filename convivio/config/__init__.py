"""Settings, addresses and the command line of one installation."""
