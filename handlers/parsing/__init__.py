"""Parsers for what people type: times, days, dates, levels, counts and places."""
