"""Find the forms of all entries in a long text, and what an advert says."""
