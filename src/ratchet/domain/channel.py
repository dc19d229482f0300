"""A channel: somewhere that is told of alerts."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ratchet.domain.alert import AlertSeverity


class ChannelKind(StrEnum):
    """How a channel is spoken to; `apprise` is for everything that the other three are not."""

    WEBHOOK = "webhook"
    SLACK = "slack"
    PAGERDUTY = "pagerduty"
    APPRISE = "apprise"


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How a channel has fared: since when nothing gets through, and when the next attempt is due.

    `firing_id` is the alert that tells people of it, while there is one.
    """

    failures: int = 0
    failing_since: datetime | None = None
    retry_at: datetime | None = None
    last_error: str = ""
    last_delivered_at: datetime | None = None
    firing_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """Somewhere that is told of alerts, and of which ones; without severities or rules, of all.

    `sealed` (a JSON object with the address and the keys) can be opened with the server's secret only, `address` is
    what anybody may see of it. `is_managed` channels follow a setting of the server.
    """

    project_id: str
    id: str
    name: str
    kind: ChannelKind
    created_at: datetime
    updated_at: datetime
    sealed: str
    address: str
    is_signed: bool = False
    severities: tuple[AlertSeverity, ...] = ()
    rule_ids: tuple[str, ...] = ()
    send_resolved: bool = True
    allow_private_addresses: bool = False
    enabled: bool = True
    is_managed: bool = False
    health: Health = field(default_factory=Health)

    def receives(self, rule_id: str, severity: AlertSeverity, *, is_resolved: bool) -> bool:
        """Whether it is told of an alert of a rule."""
        is_meant = (not self.rule_ids or rule_id in self.rule_ids) and (
            not self.severities or severity in self.severities
        )
        return self.enabled and is_meant and (self.send_resolved or not is_resolved)
