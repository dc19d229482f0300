"""Where a caller reaches this server: the address that it used itself, so that links lead back the same way."""

from collections.abc import Iterable
from ipaddress import ip_address

from fastapi import Request

from ratchet.settings import Network, Settings


def base_url_of(request: Request, settings: Settings) -> str:
    """`http://host:port`, by the request's `Host`; behind a proxy that is trusted, by what the proxy says."""
    scheme, host = request.url.scheme, request.url.netloc
    if request.client is not None and _is_within(request.client.host, settings.trusted_proxies):
        scheme = _first(request.headers.get("x-forwarded-proto")) or scheme
        host = _first(request.headers.get("x-forwarded-host")) or host
    return f"{scheme}://{host}"


def _is_within(host: str, networks: Iterable[Network]) -> bool:
    try:
        address = ip_address(host)
    except ValueError:  # a socket in the file system has no address
        return False
    return any(address in network for network in networks)


def _first(header: str | None) -> str:
    """What the outermost of several proxies has said."""
    return (header or "").partition(",")[0].strip()
