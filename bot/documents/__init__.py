"""Documents as files: Markdown, Word, PDF, and the Markdown of a Slack canvas."""
