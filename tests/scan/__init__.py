"""Scanning labelled texts: résumés and adverts in the way people write them, and decoys without a word of the field."""
