"""Reading lists of concepts and territories that others publish."""
