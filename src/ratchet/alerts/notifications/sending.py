"""Sending a message to a channel, in the words of its service."""

import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from ratchet.alerts.notifications import pagerduty, slack, webhook
from ratchet.alerts.notifications.answer import Answer, failed
from ratchet.alerts.notifications.apprising import send_by_apprise
from ratchet.alerts.notifications.message import Message, MessageType
from ratchet.alerts.notifications.posting import Post, post
from ratchet.alerts.notifications.sealed import Contents, open_contents
from ratchet.domain.channel import Channel, ChannelKind
from ratchet.errors import Unavailable
from ratchet.settings import Settings

log = logging.getLogger(__name__)

SLACK_HOSTS = frozenset({"hooks.slack.com", "hooks.slack-gov.com"})
_PAGERDUTY_PATH = "/v2/enqueue"


class Sender(NamedTuple):
    """Who sends: with the secret that opens addresses, and where the services and the dashboard are.

    `slack_url` and `pagerduty_url` are empty for the services' own addresses; others are the operator's, and may be
    private.
    """

    secret: str
    dashboard_url: str
    slack_url: str = ""
    pagerduty_url: str = ""

    def send(self, channel: Channel, message: Message) -> Answer:
        """Send once, and say what came of it; what nobody thought of is a failure like any other."""
        try:
            contents = open_contents(self.secret, channel)
            return self._send(channel, contents, message).without(contents.secrets)
        except Unavailable as error:
            return failed(error.message).without(())
        except Exception:  # or the same would be sent for ever: what is not answered for is not counted either
            log.exception("Sending to channel %s of %s broke off", channel.name, channel.project_id)
            return failed("Sending broke off; the server's log says why.")

    def _send(self, channel: Channel, contents: Contents, message: Message) -> Answer:
        match channel.kind:
            case ChannelKind.WEBHOOK:
                return _send_webhook(channel, contents, message)
            case ChannelKind.SLACK:
                return self._send_slack(channel, contents, message)
            case ChannelKind.PAGERDUTY:
                return self._send_pagerduty(contents, message)
            case ChannelKind.APPRISE:
                return send_by_apprise(contents.url, message, allow_private=channel.allow_private_addresses)

    def _send_slack(self, channel: Channel, contents: Contents, message: Message) -> Answer:
        is_elsewhere = bool(self.slack_url) and is_slack(contents.url)
        url = self.slack_url + urlsplit(contents.url).path if is_elsewhere else contents.url
        allow_private = is_elsewhere or channel.allow_private_addresses
        return post(Post(url, _pack(slack.to_payload(message)), allow_private=allow_private))

    def _send_pagerduty(self, contents: Contents, message: Message) -> Answer:
        url = (self.pagerduty_url or pagerduty.URL) + _PAGERDUTY_PATH
        allow_private = bool(self.pagerduty_url)
        event = pagerduty.to_event(message, contents.routing_key)
        answer = post(Post(url, _pack(event), allow_private=allow_private))
        if message.type is MessageType.TEST and answer.is_delivered:  # it shall keep nobody awake
            end = pagerduty.to_end(message, contents.routing_key)
            post(Post(url, _pack(end), allow_private=allow_private))
        return answer


def open_sender(settings: Settings, secret: str) -> Sender:
    """A sender as the settings have it."""
    dashboard = settings.url or f"http://{settings.host}:{settings.port}"
    return Sender(secret, dashboard.rstrip("/"), settings.slack_url.rstrip("/"), settings.pagerduty_url.rstrip("/"))


def is_slack(url: str) -> bool:
    """Whether an address is one of Slack's incoming webhooks."""
    return urlsplit(url).hostname in SLACK_HOSTS


def _send_webhook(channel: Channel, contents: Contents, message: Message) -> Answer:
    body = webhook.pack(message)
    headers = webhook.to_headers(message, body, contents.secret, datetime.now(UTC))
    allow_private = channel.allow_private_addresses
    return post(Post(contents.url, body, headers, allow_private=allow_private, follows_redirects=True))


def _pack(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()
