import { Badge } from "@mantine/core";
import { FINDINGS, type Finding, type Grade, GRADES } from "./words";

/** What a drop comes to by the rule. */
export function VerdictBadge({ verdict, size = "md" }: { verdict: Grade; size?: "sm" | "md" | "xl" }) {
  const { label, color } = GRADES[verdict];
  return (
    <Badge color={color} variant="light" size={size}>
      {label}
    </Badge>
  );
}

/** What the noise lets one say beside it. */
export function FindingBadge({ finding, size = "md" }: { finding: Finding; size?: "sm" | "md" | "xl" }) {
  const { label, color, text } = FINDINGS[finding];
  return (
    <Badge color={color} variant="light" size={size} title={text} tt="none">
      {label}
    </Badge>
  );
}
