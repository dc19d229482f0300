import { Stack, Text, ThemeIcon, Title } from "@mantine/core";
import { IconInbox } from "@tabler/icons-react";
import type { ComponentType, ReactNode } from "react";

interface Given {
  title: string;
  /** What would be here, and how it gets here. */
  text?: ReactNode;
  /** The next step: a button, or the command. */
  action?: ReactNode;
  icon?: ComponentType<{ size?: number; stroke?: number }>;
}

/** Nothing here yet, and the next step. */
export function EmptyState({ title, text, action, icon: Icon = IconInbox }: Given) {
  return (
    <Stack align="center" justify="center" gap="xs" py="xl" px="md" ta="center">
      <ThemeIcon size={44} radius="xl" variant="light" color="gray" aria-hidden>
        <Icon size={24} stroke={1.5} />
      </ThemeIcon>
      <Title order={2}>{title}</Title>
      {text && (
        <Text component="div" size="sm" c="dimmed" maw={520}>
          {text}
        </Text>
      )}
      {action}
    </Stack>
  );
}
