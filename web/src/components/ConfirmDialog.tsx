import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ErrorState } from "./ErrorState";

interface Given<Result> {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** What goes, what goes with it, and what stays. */
  children: ReactNode;
  /** What the red button says. */
  verb: "Delete" | "Revoke";
  onConfirm: () => Promise<Result>;
  /** After it is done, and the dialog closed. */
  onDone: (result: Result) => Promise<unknown>;
  failure?: string;
}

/** Asks before something is gone for good. */
export function ConfirmDialog<Result>(given: Given<Result>) {
  const { opened, onClose, title, children, verb, onConfirm, onDone, failure = "It could not be deleted" } = given;
  const acting = useMutation({
    mutationFn: onConfirm,
    onSuccess: async (result) => {
      onClose();
      await onDone(result);
    },
  });
  return (
    <Modal opened={opened} onClose={onClose} title={title}>
      <Stack>
        <Text component="div" size="sm" className="untrusted">
          {children}
        </Text>
        {acting.error && <ErrorState error={acting.error} title={failure} />}
        <Group justify="end">
          <Button variant="default" onClick={onClose} data-autofocus>
            Keep it
          </Button>
          <Button color="red" loading={acting.isPending} onClick={() => acting.mutate()}>
            {verb}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
