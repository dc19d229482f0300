"""Judges: ways to score what an application did, and the work of asking them."""
