import { Badge } from "@mantine/core";
import type { Probe } from "./probes";

const LOOKS: Record<Probe["state"], { label: string; color: string }> = {
  unknown: { label: "New", color: "gray" },
  up: { label: "Up", color: "teal" },
  failing: { label: "Failing", color: "yellow" },
  down: { label: "Down", color: "red" },
};

/** Where a probe stands, in a word. */
export function StateBadge({ probe: { enabled, state } }: { probe: Pick<Probe, "enabled" | "state"> }) {
  const { label, color } = enabled ? LOOKS[state] : { label: "Off", color: "gray" };
  return (
    <Badge variant="light" color={color}>
      {label}
    </Badge>
  );
}
