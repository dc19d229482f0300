"""Collectors: rules that move traces into datasets, as scores of them arrive and over what is stored."""
