"""Complete a follow-up ("titles?", "and for juniors?", "the second one") from what the last answer was about."""
