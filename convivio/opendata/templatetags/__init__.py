"""What the pages of open data say: `{% load opendata %}`."""
