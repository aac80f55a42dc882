"""Search strings: a role's titles, employers and exclusions as queries within the rules of each search site."""
