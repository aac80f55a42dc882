"""Check an installation, on the command line and for admins on a platform's front page."""
