import pytest
from fastapi import Request

from ratchet.http.address import base_url_of
from ratchet.settings import read_settings

FORWARDED = {"x-forwarded-proto": "https", "x-forwarded-host": "ratchet.example, inner.example"}


def asked(client: str | None, **headers: str) -> Request:
    raw = [(name.encode(), value.encode()) for name, value in {"host": "inside:4318", **headers}.items()]
    return Request(
        {
            "type": "http",
            "scheme": "http",
            "path": "/",
            "query_string": b"",
            "server": ("127.0.0.1", 4318),
            "client": client and (client, 5),
            "headers": raw,
        }
    )


@pytest.mark.parametrize("trusted", ["10.0.0.0/8", "192.168.0.1, 10.1.2.3"])
def test_behind_a_trusted_proxy_links_lead_back_to_it(monkeypatch: pytest.MonkeyPatch, trusted: str) -> None:
    monkeypatch.setenv("RATCHET_TRUSTED_PROXIES", trusted)
    settings = read_settings()
    assert base_url_of(asked("10.1.2.3", **FORWARDED), settings) == "https://ratchet.example"
    assert base_url_of(asked("10.1.2.3"), settings) == "http://inside:4318"


@pytest.mark.parametrize("client", ["11.1.2.3", "::1", "testclient", None])
def test_what_others_claim_is_not_believed(monkeypatch: pytest.MonkeyPatch, client: str | None) -> None:
    monkeypatch.setenv("RATCHET_TRUSTED_PROXIES", "10.0.0.0/8")
    assert base_url_of(asked(client, **FORWARDED), read_settings()) == "http://inside:4318"


def test_nobody_is_trusted_unless_named() -> None:
    assert base_url_of(asked("127.0.0.1", **FORWARDED), read_settings()) == "http://inside:4318"
