"""Regression: a dataset's items go to a target, the answers are scored and held against a baseline."""
