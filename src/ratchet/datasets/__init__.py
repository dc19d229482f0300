"""Datasets: headers that people keep, and items of which every edit is a version."""
