"""What a channel keeps under seal: its address, and its keys."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from ratchet.domain.channel import Channel
from ratchet.errors import Unavailable
from ratchet.llm.sealing import seal, unseal

_BETWEEN_PARTS = re.compile(r"[/?&=@:#]")
_TELLING_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Contents:
    """An address, the secret that a webhook is signed with, and the key of a service, as far as a channel has them."""

    url: str = ""
    secret: str = ""
    routing_key: str = ""

    @property
    def secrets(self) -> Sequence[str]:
        """What nobody may see, as texts to look for: of an address also its parts, but for the host."""
        parts = set(_BETWEEN_PARTS.split(self.url)) - {urlsplit(self.url).hostname or ""}
        return self.url, self.secret, self.routing_key, *(part for part in parts if len(part) >= _TELLING_LENGTH)


def seal_contents(secret: str, contents: Contents) -> str:
    """The contents, encrypted."""
    return seal(secret, json.dumps(asdict(contents)))


def open_contents(secret: str, channel: Channel) -> Contents:
    """The contents of a channel; raises `Unavailable` when they were sealed with another secret."""
    try:
        return Contents(**json.loads(unseal(secret, channel.sealed)))
    except Unavailable as error:
        raise Unavailable(
            f"The address of channel {channel.name!r} was stored under another RATCHET_SECRET. Set that again, or "
            "store the address anew."
        ) from error
