"""Open data: reading what others publish, and publishing our own tables."""
