import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconTrash } from "@tabler/icons-react";
import { ConfirmDialog } from "./ConfirmDialog";

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
  return (
    <>
      <Button size={size} variant="subtle" color="red" leftSection={<IconTrash size={15} />} aria-label={label} onClick={open}>
        Delete
      </Button>
      <ConfirmDialog opened={opened} onClose={close} title={title} verb="Delete" onConfirm={onDelete} onDone={onDone}>
        {text}
      </ConfirmDialog>
    </>
  );
}
