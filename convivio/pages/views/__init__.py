"""The ways in: what anyone reads, and the desk of those who write."""
