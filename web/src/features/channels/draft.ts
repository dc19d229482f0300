/** A channel in the making: what a form holds, and what is sent of it. */

import type { Severity } from "../alerts/alerts";
import type { Channel, ChannelKind, ChannelSent } from "./channels";

export interface Draft {
  name: string;
  kind: ChannelKind;
  /** Its address, or PagerDuty's key; never shown again, so empty when a channel is changed. */
  address: string;
  secret: string;
  severities: Severity[];
  ruleIds: string[];
  sendResolved: boolean;
  allowPrivate: boolean;
}

export const NEW_CHANNEL: Draft = { name: "", kind: "slack", address: "", secret: "", severities: [], ruleIds: [], sendResolved: true, allowPrivate: false };

/** A channel that is there, to be changed. */
export const editDraft = (channel: Channel): Draft => ({
  name: channel.name,
  kind: channel.kind,
  address: "",
  secret: "",
  severities: channel.severities,
  ruleIds: channel.rule_ids,
  sendResolved: channel.send_resolved,
  allowPrivate: channel.allow_private_addresses,
});

/** What is sent of a form; an address or a secret that is left empty stays. */
export function toChannel(draft: Draft, known?: Pick<Channel, "managed">): ChannelSent {
  const address = draft.address.trim();
  const isKey = draft.kind === "pagerduty";
  const rest = {
    severities: draft.severities,
    rule_ids: draft.ruleIds,
    send_resolved: draft.sendResolved,
    // The server's setting decides over what follows it.
    ...(!known?.managed && { name: draft.name.trim(), allow_private_addresses: draft.allowPrivate }),
    ...(address !== "" && (isKey ? { routing_key: address } : { url: address })),
    ...(draft.kind === "webhook" && draft.secret.trim() !== "" && { secret: draft.secret.trim() }),
  };
  return known === undefined ? { ...rest, kind: draft.kind } : rest;
}
