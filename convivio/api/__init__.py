"""The API: the operations that rooms offer to programs, put together under one address."""
