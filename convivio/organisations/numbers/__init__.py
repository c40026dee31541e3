"""The numbers by which others know an organisation: how they are written, checked and kept."""
