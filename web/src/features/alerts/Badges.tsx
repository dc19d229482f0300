import { Badge } from "@mantine/core";
import { IconAlertTriangle, IconBellOff, IconCheck, IconClock, IconFlame, IconInfoCircle, IconUrgent } from "@tabler/icons-react";
import type { AlertState, Severity } from "./alerts";

const SEVERITY = {
  info: { color: "blue", icon: IconInfoCircle },
  warning: { color: "yellow", icon: IconAlertTriangle },
  error: { color: "red", icon: IconAlertTriangle },
  critical: { color: "red", icon: IconUrgent },
} as const;

/** How bad it is, in a word. */
export function SeverityBadge({ severity }: { severity: Severity }) {
  const { color, icon: Icon } = SEVERITY[severity];
  return (
    <Badge variant={severity === "critical" ? "filled" : "light"} color={color} leftSection={<Icon size={12} aria-hidden />}>
      {severity}
    </Badge>
  );
}

const STATE = {
  inactive: { label: "Fine", color: "teal", icon: IconCheck },
  pending: { label: "Pending", color: "yellow", icon: IconClock },
  firing: { label: "Firing", color: "red", icon: IconFlame },
  resolved: { label: "Resolved", color: "teal", icon: IconCheck },
} as const;

/** Where a rule, or a group of one, stands. */
export function StateBadge({ state }: { state: AlertState }) {
  const { label, color, icon: Icon } = STATE[state];
  return (
    <Badge variant="light" color={color} leftSection={<Icon size={12} aria-hidden />}>
      {label}
    </Badge>
  );
}

/** Nobody is told. */
export function SilencedBadge() {
  return (
    <Badge variant="light" color="gray" leftSection={<IconBellOff size={12} aria-hidden />} title="A silence holds: nobody is told">
      Silenced
    </Badge>
  );
}

/** The values that one group of a rule has. */
export function Labels({ labels }: { labels: Readonly<Record<string, string>> }) {
  return Object.entries(labels).map(([name, value]) => (
    <Badge key={name} variant="default" tt="none" fw={500}>
      {name} <bdi>{value || "–"}</bdi>
    </Badge>
  ));
}
