import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconTrash } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { ErrorState } from "./ErrorState";

interface Given {
  title: string;
  /** What goes with it, and what stays. */
  text: string;
  onDelete: () => Promise<unknown>;
  onDone: () => Promise<unknown>;
  /** What it deletes, where several stand in a list. */
  label?: string;
  size?: "xs" | "compact-xs";
}

/** Deletes something, after asking. */
export function DeleteButton({ title, text, onDelete, onDone, label = "Delete", size = "xs" }: Given) {
  const [opened, { open, close }] = useDisclosure();
  const deleting = useMutation({
    mutationFn: onDelete,
    onSuccess: async () => {
      close();
      await onDone();
    },
  });
  return (
    <>
      <Button size={size} variant="subtle" color="red" leftSection={<IconTrash size={15} />} aria-label={label} onClick={open}>
        Delete
      </Button>
      <Modal opened={opened} onClose={close} title={title}>
        <Stack>
          <Text size="sm" className="untrusted">
            {text}
          </Text>
          {deleting.error && <ErrorState error={deleting.error} title="It could not be deleted" />}
          <Group justify="end">
            <Button variant="default" onClick={close} data-autofocus>
              Keep it
            </Button>
            <Button color="red" loading={deleting.isPending} onClick={() => deleting.mutate()}>
              Delete
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
