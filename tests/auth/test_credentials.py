import base64

import pytest

from ratchet.auth.credentials import Pair, Token, parse_authorization
from ratchet.errors import Unauthorized


def basic(text: str) -> str:
    return "Basic " + base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    ("header", "credentials"),
    [
        (basic("pk-1:sk-1"), Pair("pk-1", "sk-1")),
        (basic("pk-1:sk:with:colons"), Pair("pk-1", "sk:with:colons")),
        ("basic " + base64.b64encode(b"pk-1:sk-1").decode(), Pair("pk-1", "sk-1")),
        ("Bearer sk-1", Token("sk-1")),
        ("  BEARER   sk-1  ", Token("sk-1")),
    ],
)
def test_both_schemes_are_read(header: str, credentials: Pair | Token) -> None:
    assert parse_authorization(header) == credentials


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (None, "needs a key"),
        ("", "needs a key"),
        ("Basic", "holds no key"),
        ("Bearer ", "holds no key"),
        ("hunter2", "holds no key"),
        ("Digest hunter2", "scheme"),
        ("Basic hunter2:hunter2", "base64"),
        ("Basic /////w==", "base64"),
        (basic("hunter2"), "one half"),
        (basic(":hunter2"), "one half"),
        (basic("hunter2:"), "one half"),
        (basic("hunter2\x00:sk"), "characters"),
        (basic("hünter2:sk"), "characters"),
        ("Bearer hunter2\x00", "characters"),
    ],
)
def test_a_header_that_shows_no_key_is_explained_without_repeating_it(header: str | None, message: str) -> None:
    with pytest.raises(Unauthorized, match=message) as caught:
        parse_authorization(header)
    assert "Authorization: Basic" in caught.value.message
    assert "hunter2" not in caught.value.message
