from pathlib import Path

from ratchet.server.openapi import format_description

COMMITTED = Path(__file__).parents[2] / "openapi.json"


def test_the_committed_description_of_the_api_is_what_the_server_says() -> None:
    is_true = COMMITTED.read_text(encoding="utf-8") == format_description()
    assert is_true, (
        "The routes are others than openapi.json says, and the dashboard's client is made from it: `make openapi`."
    )
