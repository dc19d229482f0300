import { Button, Group, Stack, Text, UnstyledButton } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { useState } from "react";
import { Age } from "@/components/Age";
import { Labels } from "./Labels";
import { promptQuery } from "./prompts";
import classes from "./VersionList.module.css";

interface Given {
  name: string;
  /** The newest first. */
  versions: readonly number[];
  chosen: number;
  onChoose: (version: number) => void;
}

const STEP = 25;

/** The versions of a prompt, with their labels and what their authors said of them. */
export function VersionList({ name, versions, chosen, onChoose }: Given) {
  const [count, setCount] = useState(() => Math.max(STEP, versions.indexOf(chosen) + 1));
  const shown = versions.slice(0, count);
  const stored = useQueries({ queries: shown.map((version) => promptQuery(name, version, false)) });
  return (
    <Stack gap={4} component="nav" aria-label="Versions">
      {shown.map((version, index) => {
        const prompt = stored[index]?.data;
        return (
          <UnstyledButton
            key={version}
            className={classes.version}
            aria-current={version === chosen || undefined}
            onClick={() => onChoose(version)}
          >
            <Group gap="xs" justify="space-between" wrap="nowrap">
              <Text span size="sm" fw={600}>
                Version {version}
              </Text>
              {prompt && (
                <Text span size="xs" c="dimmed"><Age at={prompt.createdAt} /></Text>
              )}
            </Group>
            {prompt?.commitMessage && (
              <Text size="sm" lineClamp={2} className="untrusted">
                {prompt.commitMessage}
              </Text>
            )}
            <Labels labels={prompt?.labels ?? []} />
          </UnstyledButton>
        );
      })}
      {versions.length > count && (
        <Button size="compact-sm" variant="subtle" onClick={() => setCount(count + STEP)}>
          Older versions
        </Button>
      )}
    </Stack>
  );
}
