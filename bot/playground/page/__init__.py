"""The page in the browser: what a workspace looks like, as HTML."""
