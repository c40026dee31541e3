"""The directory: every organisation one may see, narrowed, counted, on the map, and to take away."""
