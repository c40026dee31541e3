"""Signing in: a code by mail, a passkey, or an identity provider; a second step for whoever holds an office."""
