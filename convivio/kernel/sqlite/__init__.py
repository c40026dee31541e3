"""Django's SQLite, with writers of one process served in the order in which they came."""
