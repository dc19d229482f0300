"""The short hashes by which the index knows ids; the schema computes the same ones."""

import hashlib


def hash_id(project_id: str, free_id: str) -> int:
    """The first eight bytes of an MD5, little-endian; ids are free strings, so nothing shorter is given."""
    digest = hashlib.md5(f"{project_id}\0{free_id}".encode(), usedforsecurity=False).digest()
    return int.from_bytes(digest[:8], "little")
