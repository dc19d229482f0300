import { Group, Paper, Text } from "@mantine/core";
import { CopyButton } from "@/components/CopyableId";
import classes from "./CodeBlock.module.css";

/** Code to copy. */
export function CodeBlock({ title, code, label }: { title: string; code: string; label: string }) {
  return (
    <Paper withBorder component="section" aria-label={label}>
      <Group justify="space-between" px="sm" py={4} className={classes.head}>
        <Text size="xs" fw={600}>
          {title}
        </Text>
        <CopyButton text={code} label={`Copy: ${label}`} />
      </Group>
      {/* A region that scrolls can be reached with the keyboard. */}
      <pre className={classes.code} tabIndex={0} aria-label={label}>
        {code}
      </pre>
    </Paper>
  );
}
