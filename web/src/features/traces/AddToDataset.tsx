import { Anchor, Autocomplete, Button, Group, Popover, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDatabasePlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { describeError } from "@/components/ErrorState";
import { addToDataset, datasetsQuery, type Subject } from "./trace";

/** Make an item of a dataset out of a trace or a step. */
export function AddToDataset({ subject }: { subject: Subject }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState("");
  const { data: datasets } = useQuery({ ...datasetsQuery, enabled: opened });
  const dataset = name.trim();
  const isNew = dataset !== "" && datasets !== undefined && !datasets.includes(dataset);
  const adding = useMutation({
    mutationFn: () => addToDataset(subject, dataset, datasets ?? []),
    onSuccess: async () => {
      setOpened(false);
      notifications.show({
        color: "teal",
        message: (
          <>
            Added to{" "}
            <Anchor component="button" inherit onClick={() => void navigate({ to: "/datasets/$datasetName", params: { datasetName: dataset } })}>
              <bdi>{dataset}</bdi>
            </Anchor>
          </>
        ),
      });
      await queries.invalidateQueries({ queryKey: ["datasets"] });
    },
  });
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button size="compact-sm" variant="default" flex="none" leftSection={<IconDatabasePlus size={15} />} onClick={() => setOpened(!opened)}>
          Add to dataset
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            adding.mutate();
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
            <Text size="xs">The {subject.spanId === null ? "trace" : "step"}’s input becomes the item’s, and its output what is expected.</Text>
            {adding.error && (
              <Text size="xs" c="red" role="alert">
                {describeError(adding.error)}
              </Text>
            )}
            <Group justify="flex-end">
              <Button size="xs" type="submit" disabled={dataset === "" || datasets === undefined} loading={adding.isPending}>
                {isNew ? "Make it and add" : "Add"}
              </Button>
            </Group>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
