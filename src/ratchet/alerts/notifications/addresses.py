"""Addresses of channels: which are taken, and what may be seen of them."""

import re
from urllib.parse import urlsplit

from ratchet.alerts.notifications.apprising import find_host
from ratchet.alerts.notifications.files import find_file
from ratchet.alerts.notifications.sealed import Contents
from ratchet.alerts.notifications.services import SCHEMES
from ratchet.domain.channel import ChannelKind
from ratchet.http.fields import invalid_field
from ratchet.net.address import check_url

_ROUTING_KEY = re.compile(r"[0-9A-Za-z]{32}")
_NEEDS = {ChannelKind.PAGERDUTY: "routing_key"}
_SIGNED = frozenset({ChannelKind.WEBHOOK})
_HINT_LENGTH = 4


def check_contents(kind: ChannelKind, contents: Contents, *, allow_private: bool) -> None:
    """Raise `Invalid`, naming the field, for what a channel of a kind lacks, has no use for, or must not ask."""
    needed = _NEEDS.get(kind, "url")
    for field in ("url", "routing_key"):
        if field == needed and not getattr(contents, field):
            raise invalid_field(field, f"A channel of the kind {kind} needs this")
        if field != needed and getattr(contents, field):
            raise invalid_field(field, f"A channel of the kind {kind} has none")
    if contents.secret and kind not in _SIGNED:
        raise invalid_field("secret", f"Only webhooks are signed, and this is a channel of the kind {kind}")
    if any(not sign.isprintable() or sign.isspace() for sign in contents.url):
        raise invalid_field("url", "An address has no spaces and no control characters")
    _check_form(contents.url)
    match kind:
        case ChannelKind.PAGERDUTY:
            _check_routing_key(contents.routing_key)
        case ChannelKind.APPRISE:
            _check_apprise(contents.url, allow_private=allow_private)
        case _:
            check_url(contents.url, allow_private=allow_private)


def show(kind: ChannelKind, contents: Contents) -> str:
    """Enough to tell addresses apart, and nothing that somebody could use."""
    if kind is ChannelKind.PAGERDUTY:
        return f"…{contents.routing_key[-_HINT_LENGTH:]}"
    parts = urlsplit(contents.url)
    if kind is ChannelKind.APPRISE:
        return f"{parts.scheme}://…"  # what looks like a host may be a token
    place = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{place}" + ("/…" if parts.path.strip("/") or parts.query else "")


def _check_form(url: str) -> None:
    try:
        _ = urlsplit(url).hostname
    except ValueError as error:
        raise invalid_field("url", "This is no address; in a password, [ is written %5B and @ %40") from error


def _check_routing_key(key: str) -> None:
    if not _ROUTING_KEY.fullmatch(key):
        raise invalid_field("routing_key", "An integration key of Events API v2 has 32 letters and digits")


def _check_apprise(url: str, *, allow_private: bool) -> None:
    scheme, colon, _ = url.partition("://")
    if not colon or scheme.lower() not in SCHEMES:
        hint = (
            "a webhook is a channel of its own kind" if scheme in ("http", "https", "json", "jsons") else "discord://…"
        )
        raise invalid_field("url", f"{scheme[:40]!r} is none of the services that Apprise is asked for: {hint}")
    file = find_file(url)
    if file is not None:
        raise invalid_field("url", f"{file} names a file of the server, and none of them is read. Leave it out")
    host = find_host(url)
    if host is None:
        raise invalid_field(
            "url", f"Apprise can make nothing of this address of {scheme}. Its wiki says how it is written"
        )
    if host:
        check_url(f"https://[{host}]" if ":" in host else f"https://{host}", allow_private=allow_private)
