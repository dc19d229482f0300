"""Scores: what a judge, a person or an application thinks, taken from the wire and checked."""
