"""A process in which Apprise sends one message, run as `python -m`: it can be ended, whatever it does.

Libraries open connections of their own here, so every one is looked at as it is made: under each name that is looked
up, and each redirect if there were any. Neither can it take more than some memory, nor does it know the server's
environment.
"""

import json
import resource
import sys
from ipaddress import ip_address
from typing import Any

from ratchet.alerts.notifications.files import find_file
from ratchet.net.reach import Reach, reach_of

_MEMORY_BYTES_MAX = 1 << 30
_PATIENCE_S = 5.0
_SENDING = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_TELLING = frozenset({"WARNING", "ERROR", "CRITICAL"})


class Refused(Exception):
    """A connection that must not be made."""


def main() -> None:
    """Read what to send from the standard input, and write what came of it."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES_MAX, _MEMORY_BYTES_MAX))
    asked: dict[str, Any] = json.load(sys.stdin)
    refused: list[str] = []
    sys.addaudithook(_Guard(asked.get("allow_private", False), refused))
    answer = _send(asked) if asked["title"] else _check(asked["url"])
    if refused:
        answer = {"ok": False, "detail": refused[0], "is_final": True}
    json.dump(answer, sys.stdout)


class _Guard:
    """Looks at every address before anything is sent to it."""

    def __init__(self, allow_private: bool, refused: list[str]) -> None:
        self._wanted = (Reach.PUBLIC, Reach.PRIVATE) if allow_private else (Reach.PUBLIC,)
        self._refused = refused

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in _SENDING:
            self._check(arguments[1])

    def _check(self, place: Any) -> None:
        try:
            reach = reach_of(ip_address(place[0]))
        except (ValueError, TypeError, IndexError):
            reach = Reach.NONE
        if reach not in self._wanted:
            why = "in a private network" if reach is Reach.PRIVATE else "link-local, a cloud's metadata or reserved"
            self._refused.append(f"{place[0]} is {why}, and this may not go there. Name a public address.")
            raise Refused


def _check(url: str) -> dict[str, Any]:
    """Whether Apprise can make anything of an address, and which host it names itself."""
    service = _open(url)
    if service is None:
        return {"ok": False, "detail": "Apprise can make nothing of this address", "host": ""}
    names_host = "host" in getattr(service, "template_tokens", {})
    hosts = [getattr(service, "smtp_host", ""), service.host if names_host else ""]
    return {"ok": True, "detail": "", "host": next((host for host in hosts if host), "")}


def _send(asked: dict[str, Any]) -> dict[str, Any]:
    from apprise import Apprise, NotifyType  # noqa: PLC0415 - it takes a while to load

    service = _open(asked["url"])
    if service is None:
        return {"ok": False, "detail": "Apprise can make nothing of this address.", "is_final": True}
    sender = Apprise()
    sender.add(service)
    result = sender.notify(body=asked["body"], title=asked["title"], notify_type=NotifyType(asked["type"]))
    said = " ".join(entry.message for entry in result.logs() if entry.level in _TELLING)
    return {"ok": bool(result), "detail": said or ("sent" if result else "It was not taken.")}


def _open(url: str) -> Any:
    from apprise import Apprise, AppriseAsset, AppriseAttachment  # noqa: PLC0415

    if find_file(url) is not None:
        return None
    asset = AppriseAsset(http_redirects=False, app_id="Ratchet", app_desc="Ratchet alerts", plugin_paths=[])
    service: Any = Apprise.instantiate(url, asset=asset, suppress_exceptions=True)
    if service is None or any(isinstance(one, AppriseAttachment) and one for one in vars(service).values()):
        return None  # what it would attach or fill in is a file of the server
    service.redirects = False
    service.socket_connect_timeout = service.socket_read_timeout = _PATIENCE_S
    return service


if __name__ == "__main__":
    main()
