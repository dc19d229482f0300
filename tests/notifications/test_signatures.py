"""Signatures of webhooks: what applications check."""

import hashlib
import hmac
import json

import pytest

from ratchet import errors, verify_webhook
from ratchet.sdk.webhooks import sign

SECRET = "whsec_of_a_test"
BODY = json.dumps({"id": "n1", "text": "größer"}, ensure_ascii=False).encode()
NOW = 1_700_000_000


def headers(timestamp: int = NOW, secret: str = SECRET, body: bytes = BODY) -> dict[str, str]:
    return {"ratchet-signature": sign(secret, body, timestamp)}


def test_a_message_that_was_signed_is_given_back_whatever_case_its_headers_have() -> None:
    assert verify_webhook(BODY, headers(), SECRET, now=NOW + 299) == {"id": "n1", "text": "größer"}
    assert verify_webhook(BODY, {"RATCHET-SIGNATURE": headers()["ratchet-signature"]}, SECRET, now=NOW)["id"] == "n1"


def test_the_signature_is_what_the_guide_says_it_is() -> None:
    by_hand = hmac.new(SECRET.encode(), f"{NOW}.".encode() + BODY, hashlib.sha256).hexdigest()
    assert sign(SECRET, BODY, NOW) == f"t={NOW},v1={by_hand}"


def test_while_a_secret_is_replaced_either_signature_will_do() -> None:
    _, _, new = sign("the new one", BODY, NOW).partition(",")
    both = {"Ratchet-Signature": f"{sign(SECRET, BODY, NOW)},{new}"}
    assert verify_webhook(BODY, both, SECRET, now=NOW) == verify_webhook(BODY, both, "the new one", now=NOW)


@pytest.mark.parametrize(
    ("body", "given"),
    [
        (BODY, {}),
        (BODY, {"Ratchet-Signature": ""}),
        (BODY, {"Ratchet-Signature": "t=1,v1="}),
        (BODY, {"Ratchet-Signature": "t=ü,v1=ü"}),
        (BODY, headers(secret="another")),
        (BODY + b" ", headers()),
        (BODY, {"Ratchet-Signature": headers()["ratchet-signature"].replace(str(NOW), str(NOW + 1))}),
    ],
)
def test_whatever_was_not_signed_so_is_refused(body: bytes, given: dict[str, str]) -> None:
    with pytest.raises(errors.Unauthorized):
        verify_webhook(body, given, SECRET, now=NOW)


def test_an_old_message_cannot_be_played_again() -> None:
    for now in (NOW + 301, NOW - 301):
        with pytest.raises(errors.Unauthorized, match="tolerated"):
            verify_webhook(BODY, headers(), SECRET, now=now)
    assert verify_webhook(BODY, headers(), SECRET, tolerance_s=0, now=NOW + 10**6)
