"""Follow the README in an empty root, and build and run the container image: `make readme` and `make image`.

Both need root and Debian's tools, take minutes, and say clearly what they skipped.
"""
