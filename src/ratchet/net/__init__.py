"""Asking addresses that people typed in: a client that cannot be tricked into private ones."""
