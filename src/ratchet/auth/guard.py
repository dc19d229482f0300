"""The guard in front of every route: who asks, for which project, and how far they may go.

A route says what it needs by the type of its parameter: `Caller` a secret key or a browser that is signed in,
`ScoreCaller` a public key at least, `TelemetryCaller` a secret key unless it is a development server's own machine
that sends.
"""

from ipaddress import IPv6Address, ip_address
from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.concurrency import run_in_threadpool
from fastapi.security.http import HTTPBase

from ratchet.auth.browser import COOKIE, check_origin
from ratchet.auth.credentials import Credentials, Pair, Token, parse_authorization
from ratchet.auth.identity import Identity, identify
from ratchet.auth.keys import hash_secret
from ratchet.auth.sign_in import identify_browser
from ratchet.domain.project import Access, Key
from ratchet.errors import Forbidden
from ratchet.http.state import Records, ServerSettings
from ratchet.store.records import RecordStore
from ratchet.store.records.keys import By, read_key, recall_key

__all__ = ["Caller", "Identity", "ScoreCaller", "TelemetryCaller"]

# Tells /docs how to sign in; the header is read by our own rules.
_documented = Security(HTTPBase(scheme="basic", scheme_name="public key : secret key", auto_error=False))
# A request that was passed on may come from anywhere, whatever its headers claim.
_PASSED_ON = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


async def identify_scorer(
    request: Request, records: Records, _scheme: Annotated[object, _documented] = None
) -> Identity:
    """The owner of a secret key, a person who is signed in, or whoever shows a public key, who may only give scores."""
    cookie = request.cookies.get(COOKIE)
    if cookie and "authorization" not in request.headers:
        check_origin(request.method, request.headers)
        return await run_in_threadpool(identify_browser, records, cookie)
    credentials = parse_authorization(request.headers.get("authorization"))
    return identify(credentials, await _find_key(records, credentials))


async def identify_caller(identity: Annotated[Identity, Depends(identify_scorer)]) -> Identity:
    """The owner of a secret key, or a person who is signed in."""
    if identity.access is not Access.FULL:
        raise Forbidden(
            "A public key alone may give scores and nothing else. Send its secret with it: "
            "`Authorization: Basic base64(<public key>:<secret key>)`."
        )
    return identity


async def identify_exporter(
    request: Request, records: Records, settings: ServerSettings, _scheme: Annotated[object, _documented] = None
) -> Identity:
    """The owner of a secret key; with `--dev` an exporter on this machine needs none."""
    if settings.dev and "authorization" not in request.headers and _is_from_this_machine(request):
        return Identity(settings.project_id, "", Access.FULL)
    return await identify_caller(await identify_scorer(request, records))


Caller = Annotated[Identity, Depends(identify_caller)]
ScoreCaller = Annotated[Identity, Depends(identify_scorer)]
TelemetryCaller = Annotated[Identity, Depends(identify_exporter)]


async def _find_key(records: RecordStore, credentials: Credentials) -> Key | None:
    names = _names(credentials)
    for by, value in names:
        if (key := recall_key(records, by, value)) is not None:
            return key
    return await run_in_threadpool(_read_first, records, names)


def _names(credentials: Credentials) -> list[tuple[By, str]]:
    match credentials:
        case Pair(public_key=public_key):
            return [(By.PUBLIC_KEY, public_key)]
        case Token(value=token):
            return [(By.SECRET, hash_secret(token)), (By.PUBLIC_KEY, token)]


def _read_first(records: RecordStore, names: list[tuple[By, str]]) -> Key | None:
    return next((key for by, value in names if (key := read_key(records, by, value)) is not None), None)


def _is_from_this_machine(request: Request) -> bool:
    if request.client is None or any(name in request.headers for name in _PASSED_ON):
        return False
    # A page of another site that a browser on this machine has open is not this machine's exporter.
    if request.headers.get("sec-fetch-site") == "cross-site":
        return False
    return _is_loopback(request.client.host)


def _is_loopback(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped.is_loopback
    return address.is_loopback
