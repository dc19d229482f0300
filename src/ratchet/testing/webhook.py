"""A webhook for tests: it takes what is signed as it should be, and keeps it.

`with running_webhook(secret="…") as hook: ... hook.wait_for(1)`
"""

from collections.abc import Generator
from contextlib import contextmanager

from ratchet.errors import RatchetError
from ratchet.sdk.webhooks import verify_webhook
from ratchet.testing.receiving import Delivery, Receiver, Verdict, receiving

__all__ = ["Delivery", "Receiver", "Verdict", "running_webhook"]


@contextmanager
def running_webhook(secret: str = "", *, port: int = 0) -> Generator[Receiver]:
    """A receiver of webhook channels at `url`; with a secret, what is not signed with it gets a 401."""

    def judge(delivery: Delivery) -> Verdict:
        try:
            if secret:
                verify_webhook(delivery.body, delivery.headers, secret)
            _ = delivery.message
        except RatchetError as error:
            return Verdict(401, error.message)
        except ValueError:
            return Verdict(400, "no JSON")
        return Verdict()

    receiver = Receiver(judge)
    with receiving(receiver, "/hook", port=port):
        yield receiver
