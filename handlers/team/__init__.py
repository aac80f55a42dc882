"""A team's own terms, open requests, feedback and digests, as handlers see them."""
