import { Group, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

interface Given {
  title: string;
  /** What stands behind the title, quieter: a count, an id. */
  aside?: ReactNode;
  children?: ReactNode;
}

/** A page's heading, with its controls on the right. */
export function PageHeader({ title, aside, children }: Given) {
  return (
    <Group justify="space-between" mb="md" gap="sm">
      <Group gap="sm" align="baseline">
        <Title order={1} className="untrusted">
          {title}
        </Title>
        {aside !== undefined && (
          <Text component="div" size="sm" c="dimmed">
            {aside}
          </Text>
        )}
      </Group>
      <Group gap="xs">{children}</Group>
    </Group>
  );
}
