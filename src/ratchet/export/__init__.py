"""Exports: a dataset's items as files that training takes, checked before they are written."""
