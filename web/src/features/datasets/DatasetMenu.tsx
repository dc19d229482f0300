import { ActionIcon, Button, Group, Menu, Modal, Stack, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconArchive, IconArchiveOff, IconDots, IconPencil, IconTrash } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ConfirmDialog";
import { describeError } from "@/components/ErrorState";
import { changeDataset, type Dataset, deleteDataset } from "./datasets";

/** What can be done with a dataset as a whole. */
export function DatasetMenu({ dataset }: { dataset: Dataset }) {
  const [asked, ask] = useState<"rename" | "delete" | null>(null);
  const queries = useQueryClient();
  const isArchived = dataset.archived_at !== null;
  const archiving = useMutation({
    mutationFn: () => changeDataset(dataset.name, { archived: !isArchived }),
    onSuccess: () => Promise.all([queries.invalidateQueries({ queryKey: ["dataset"] }), queries.invalidateQueries({ queryKey: ["datasets"] })]),
    onError: (error) => notifications.show({ color: "red", title: "It could not be changed", message: describeError(error) }),
  });
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size="input-xs" aria-label="More about this dataset">
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => ask("rename")}>
            Rename
          </Menu.Item>
          <Menu.Item
            leftSection={isArchived ? <IconArchiveOff size={15} /> : <IconArchive size={15} />}
            onClick={() => archiving.mutate()}
          >
            {isArchived ? "Restore" : "Archive"}
          </Menu.Item>
          <Menu.Item leftSection={<IconTrash size={15} />} color="red" onClick={() => ask("delete")}>
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asked === "rename" && <Rename dataset={dataset} onClose={() => ask(null)} />}
      {asked === "delete" && <Delete dataset={dataset} onClose={() => ask(null)} />}
    </>
  );
}

function Rename({ dataset, onClose }: { dataset: Dataset; onClose: () => void }) {
  const [name, setName] = useState(dataset.name);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const renaming = useMutation({
    mutationFn: () => changeDataset(dataset.name, { name: name.trim() }),
    onSuccess: async (changed) => {
      onClose();
      await queries.invalidateQueries({ queryKey: ["datasets"] });
      await navigate({ to: "/datasets/$datasetName", params: { datasetName: changed.name }, replace: true });
    },
  });
  return (
    <Modal opened onClose={onClose} title="Rename the dataset">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          renaming.mutate();
        }}
      >
        <Stack>
          <TextInput
            label="Name"
            description="Applications that read it by its old name find it no more."
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={renaming.error?.message}
            data-autofocus
          />
          <Group justify="end">
            <Button type="submit" loading={renaming.isPending} disabled={!name.trim() || name.trim() === dataset.name}>
              Rename
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Delete({ dataset, onClose }: { dataset: Dataset; onClose: () => void }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title="Delete this dataset?"
      verb="Delete"
      onConfirm={() => deleteDataset(dataset.name)}
      onDone={async ({ outcome, run_count: runs }) => {
        if (outcome === "archived") {
          notifications.show({ title: "Archived instead", message: `There are ${runs} runs of it, which would lose their questions.` });
        }
        await navigate({ to: "/datasets" });
        await queries.invalidateQueries({ queryKey: ["datasets"] });
      }}
    >
      {dataset.name} goes with all its items and their versions, for good. If there are runs of it, it is archived instead.
    </ConfirmDialog>
  );
}
