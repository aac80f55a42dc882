"""Find the posts in a résumé: title, employer, place and years, in order."""
