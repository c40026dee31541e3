"""Invitations: letters with a secret that opens, once, what somebody was offered."""
