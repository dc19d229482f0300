import { Autocomplete, Button, Group, Popover, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDatabasePlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { datasetNamesQuery } from "@/api/datasets";
import { describeError } from "@/components/ErrorState";
import { TextLink } from "@/components/TextLink";
import { type Firing, makeItems } from "./alerts";

/** Make items of a dataset out of a firing's worst traces: tomorrow's regression test. */
export function MakeItems({ firing }: { firing: Firing }) {
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState("");
  const { data: datasets } = useQuery({ ...datasetNamesQuery, enabled: opened });
  const dataset = name.trim();
  const isNew = datasets !== undefined && !datasets.includes(dataset);
  const { make, error, isMaking } = useMaking(firing, () => setOpened(false));
  if (firing.worst_trace_ids.length === 0) return null;
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button size="xs" variant="default" leftSection={<IconDatabasePlus size={15} />} onClick={() => setOpened(!opened)}>
          Make dataset items
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            make({ dataset, isNew });
          }}
        >
          <Stack gap="xs" w={280}>
            <Autocomplete
              size="xs"
              label="Dataset"
              placeholder="Choose one, or name a new one"
              data={datasets ?? []}
              comboboxProps={{ withinPortal: false }}
              data-autofocus
              value={name}
              onChange={setName}
            />
            <Text size="xs">The {firing.worst_trace_ids.length} worst traces become its items, to be tested before the next release.</Text>
            {error && (
              <Text size="xs" c="red" role="alert">
                {describeError(error)}
              </Text>
            )}
            <Group justify="flex-end">
              <Button size="xs" type="submit" disabled={dataset === "" || datasets === undefined} loading={isMaking}>
                {isNew && dataset !== "" ? "Make it and add" : "Add"}
              </Button>
            </Group>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

function useMaking(firing: Firing, onDone: () => void) {
  const queries = useQueryClient();
  const making = useMutation({
    mutationFn: ({ dataset, isNew }: { dataset: string; isNew: boolean }) => makeItems(firing.id, dataset, isNew),
    onSuccess: async ({ dataset, item_ids: made, rejected }) => {
      onDone();
      const refused = Object.keys(rejected).length;
      notifications.show({
        color: refused > 0 ? "yellow" : "teal",
        title: made.length === 1 ? "One item" : `${made.length} items`,
        message: (
          <>
            In{" "}
            <TextLink to="/datasets/$datasetName" params={{ datasetName: dataset }} className="untrusted">
              {dataset}
            </TextLink>
            {refused > 0 && `; ${refused} traces could make none: ${Object.values(rejected)[0] ?? ""}`}
          </>
        ),
      });
      await queries.invalidateQueries({ queryKey: ["datasets"] });
    },
  });
  return { make: making.mutate, error: making.error, isMaking: making.isPending };
}
