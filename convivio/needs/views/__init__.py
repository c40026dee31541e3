"""The pages of what organisations lend: the catalogue, one resource, its owner's, bookings."""
