"""Claims: somebody says that they belong to an organisation for which nobody acts yet."""
