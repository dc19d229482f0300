import { Button, Group, Popover, Stack, TagsInput, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconTag } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { giveLabels, type Prompt } from "./prompts";

const USUAL = ["production", "staging"];

/** Gives a version labels; each leaves the version that had it. */
export function LabelEditor({ prompt }: { prompt: Prompt }) {
  const [opened, { toggle, close }] = useDisclosure();
  const [labels, setLabels] = useState<string[]>([]);
  const queries = useQueryClient();
  const giving = useMutation({
    mutationFn: () => giveLabels(prompt.name, prompt.version, labels),
    onSuccess: async () => {
      setLabels([]);
      close();
      await queries.invalidateQueries({ queryKey: ["prompts"] });
    },
  });
  return (
    <Popover opened={opened} onDismiss={close} width={320} position="bottom-end" trapFocus>
      <Popover.Target>
        <Button size="xs" variant="default" leftSection={<IconTag size={15} />} onClick={toggle}>
          Set labels
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            giving.mutate();
          }}
        >
          <Stack gap="sm">
            <TagsInput
              label={`Labels for version ${prompt.version}`}
              description="Small letters, digits, and _ - . A label moves here from the version that has it."
              placeholder="production"
              data={USUAL.filter((label) => !prompt.labels.includes(label))}
              value={labels}
              onChange={setLabels}
              error={giving.error?.message}
              comboboxProps={{ withinPortal: false }}
            />
            {labels.includes("production") && (
              <Text size="sm">Applications that ask for this prompt get version {prompt.version} from now on.</Text>
            )}
            <Group justify="end">
              <Button type="submit" size="xs" loading={giving.isPending} disabled={labels.length === 0}>
                Set
              </Button>
            </Group>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
