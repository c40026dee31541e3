"""Reading a cluster's own member list: columns, preview, row by row, then all or nothing."""
