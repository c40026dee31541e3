"""What templates say: `{% load web %}`."""
