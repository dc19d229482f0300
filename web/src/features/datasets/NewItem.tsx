import { Modal, Stack } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ErrorState } from "@/components/ErrorState";
import { addItem, type ItemChange } from "./datasets";
import { ItemEditor } from "./ItemEditor";

/** A new item, written by hand. */
export function NewItem({ name, onClose }: { name: string; onClose: () => void }) {
  const queries = useQueryClient();
  const adding = useMutation({
    mutationFn: (item: ItemChange) => addItem(name, item),
    onSuccess: async () => {
      onClose();
      await Promise.all([
        queries.invalidateQueries({ queryKey: ["dataset items", name] }),
        queries.invalidateQueries({ queryKey: ["dataset", name] }),
      ]);
    },
  });
  return (
    <Modal opened onClose={onClose} title="New item" size="lg" closeOnClickOutside={false}>
      <Stack>
        {adding.error && <ErrorState error={adding.error} title="It could not be added" />}
        <ItemEditor isSaving={adding.isPending} onSave={adding.mutate} onCancel={onClose} />
      </Stack>
    </Modal>
  );
}
