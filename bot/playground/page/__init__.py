"""The page in the browser: routes, events and HTML."""
