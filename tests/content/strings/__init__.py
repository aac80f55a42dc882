"""A bench for search strings: how each site reads a query, tried on invented profiles."""
