"""The demonstration network: an invented network that shows every page with something true on it."""
