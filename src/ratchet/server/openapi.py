"""Prints the description of the HTTP API: `python -m ratchet.server.openapi > openapi.json`."""

import json

from ratchet.server.app import describe_api


def format_description() -> str:
    """The description as it is committed."""
    return json.dumps(describe_api(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    print(format_description(), end="")  # noqa: T201 this is a command
