import { Badge, Group } from "@mantine/core";

const COLORS: Record<string, string> = { production: "teal", latest: "gray" };

/** The labels of a version, the one in production first. */
export function Labels({ labels }: { labels: readonly string[] }) {
  if (labels.length === 0) return null;
  const ordered = [...labels].sort((one, other) => rank(one) - rank(other) || one.localeCompare(other));
  return (
    <Group gap={4}>
      {ordered.map((label) => (
        <Badge key={label} variant="outline" color={COLORS[label] ?? "blue"} tt="none" size="sm" fw={500}>
          {label}
        </Badge>
      ))}
    </Group>
  );
}

const rank = (label: string) => (label === "production" ? 0 : label === "latest" ? 2 : 1);
