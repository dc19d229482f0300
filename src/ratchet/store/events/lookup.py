"""Asking for many ids at once, in statements that stay small."""

from collections.abc import Iterable, Iterator

# Ids are free strings of any length, and over HTTP they travel in an address, which servers limit to about 1 MB.
_SIZE_BYTES_MAX = 48 * 1024


def split_ids(ids: Iterable[str]) -> Iterator[list[str]]:
    """The distinct ids, in lists that one statement can hold."""
    part: list[str] = []
    size_bytes = 0
    for free_id in dict.fromkeys(ids):
        part.append(free_id)
        size_bytes += 4 * len(free_id) + 8
        if size_bytes >= _SIZE_BYTES_MAX:
            yield part
            part, size_bytes = [], 0
    if part:
        yield part


def by_project(keys: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Ids by the project that they belong to, from pairs of both."""
    projects: dict[str, list[str]] = {}
    for project_id, free_id in keys:
        projects.setdefault(project_id, []).append(free_id)
    return projects
