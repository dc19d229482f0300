import { expect, test } from "vitest";
import { NEW_CHANNEL, toChannel } from "./draft";

test("each kind is sent what it asks for, and nothing of the others", () => {
  const draft = { ...NEW_CHANNEL, name: " ops ", address: " https://hooks.slack.com/x ", secret: "a secret of another kind" };
  expect(toChannel(draft)).toMatchObject({ kind: "slack", name: "ops", url: "https://hooks.slack.com/x" });
  expect(toChannel(draft)).not.toHaveProperty("secret");
  expect(toChannel({ ...draft, kind: "pagerduty", address: "k" })).toMatchObject({ kind: "pagerduty", routing_key: "k" });
  expect(toChannel({ ...draft, kind: "pagerduty" })).not.toHaveProperty("url");
});

test("an address that is left empty stays as it is stored", () => {
  const sent = toChannel({ ...NEW_CHANNEL, name: "ops" }, { managed: false });
  expect(sent).toEqual({ name: "ops", severities: [], rule_ids: [], send_resolved: true, allow_private_addresses: false });
});

test("of a channel that follows the server's setting only what people choose is sent", () => {
  expect(toChannel({ ...NEW_CHANNEL, name: "ALERT_WEBHOOK_URL" }, { managed: true })).toEqual({ severities: [], rule_ids: [], send_resolved: true });
});
