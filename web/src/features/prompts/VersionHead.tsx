import { Group, Text } from "@mantine/core";
import { formatMinute } from "@/format/times";
import { DeleteVersion } from "./DeleteVersion";
import { LabelEditor } from "./LabelEditor";
import { Labels } from "./Labels";
import type { Prompt } from "./prompts";

/** Which version this is, who made it when, and what can be done with it. */
export function VersionHead({ prompt, isOnly }: { prompt: Prompt; isOnly: boolean }) {
  const { version, labels, createdAt, createdBy, commitMessage } = prompt;
  return (
    <Group justify="space-between" align="start" wrap="nowrap">
      <div>
        <Group gap="xs">
          <Text fw={600}>Version {version}</Text>
          <Labels labels={labels} />
        </Group>
        <Text size="sm" c="dimmed" className="untrusted">
          {formatMinute(createdAt)} by {createdBy}
          {commitMessage && `: ${commitMessage}`}
        </Text>
      </div>
      <Group gap="xs" wrap="nowrap">
        <LabelEditor prompt={prompt} />
        <DeleteVersion prompt={prompt} isOnly={isOnly} />
      </Group>
    </Group>
  );
}
