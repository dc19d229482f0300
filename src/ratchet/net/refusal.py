"""What is refused on the way to an address and back.

They are errors of the client, so whoever sends catches `httpx2.TransportError` and has them all.
"""

import httpx2


class AddressRefused(httpx2.ConnectError):
    """A host that leads to where this client may not go; nothing was sent."""


class AnswerRefused(httpx2.ReadError):
    """An answer that is longer than was agreed, or packed so that its length cannot be known."""
