import { Button, Group, Modal, Stack, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { createDataset } from "./datasets";

/** A new dataset, with nothing in it. */
export function NewDataset({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const queries = useQueryClient();
  const navigate = useNavigate();
  const making = useMutation({
    mutationFn: createDataset,
    onSuccess: async (dataset) => {
      await queries.invalidateQueries({ queryKey: ["datasets"] });
      await navigate({ to: "/datasets/$datasetName", params: { datasetName: dataset.name } });
    },
  });
  return (
    <Modal opened onClose={onClose} title="New dataset">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          making.mutate({ name: name.trim(), description: description.trim() || null });
        }}
      >
        <Stack>
          <TextInput
            label="Name"
            placeholder="customer-questions"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={making.error?.message}
            data-autofocus
          />
          <Textarea label="Description" autosize minRows={2} value={description} onChange={(event) => setDescription(event.currentTarget.value)} />
          <Group justify="end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={making.isPending} disabled={!name.trim()}>
              Make it
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
