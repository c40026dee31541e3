"""Reading calls: JSON lines, and the answers of the EU portal's search."""
