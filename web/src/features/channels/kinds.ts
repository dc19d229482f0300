/** The kinds of channels: what each is called, and what it asks for. */

import type { ChannelKind } from "./channels";

interface Kind {
  label: string;
  about: string;
  /** What its address is called; PagerDuty has a key instead. */
  address: string | null;
  placeholder: string;
}

export const KINDS: Record<ChannelKind, Kind> = {
  slack: {
    label: "Slack",
    about: "Make an incoming webhook in Slack for the channel that is to be told, and paste its address.",
    address: "Address of the incoming webhook",
    placeholder: "https://hooks.slack.com/services/T000/B000/XXXX",
  },
  pagerduty: {
    label: "PagerDuty",
    about: "Add an integration “Events API v2” to a service in PagerDuty, and paste its key. What is resolved here is resolved there.",
    address: null,
    placeholder: "32 letters and digits",
  },
  webhook: {
    label: "Webhook",
    about: "A POST with the alert as JSON, signed, to an address of yours.",
    address: "Address",
    placeholder: "https://example.com/alerts",
  },
  apprise: {
    label: "Others",
    about: "Teams, Discord, Telegram, e-mail and over a hundred more, by their Apprise address.",
    address: "Apprise address",
    placeholder: "discord://webhook_id/webhook_token",
  },
};
