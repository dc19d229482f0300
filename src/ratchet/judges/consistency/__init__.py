"""Consistency: asking a judge several times about the same things, to tell its noise from their differences."""
