"""Copies of what another server keeps, taken over as they are there: ids, numbers of versions and times stay."""
