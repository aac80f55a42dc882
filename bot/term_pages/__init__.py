"""The public pages: one for each entry, made from the store, and what search engines read beside them."""
