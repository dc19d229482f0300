import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ErrorState } from "@/components/ErrorState";
import { keysQuery, revokeKey } from "./keys";

/** Takes a key out of use, after asking: what uses it stops working at once. */
export function RevokeButton({ publicKey, note }: { publicKey: string; note: string }) {
  const [opened, { open, close }] = useDisclosure();
  const queries = useQueryClient();
  const revoking = useMutation({
    mutationFn: () => revokeKey(publicKey),
    onSuccess: async () => {
      close();
      await queries.invalidateQueries({ queryKey: keysQuery.queryKey });
    },
  });
  return (
    <>
      <Button size="compact-sm" variant="subtle" color="red" onClick={open} aria-label={`Revoke ${note || publicKey}`}>
        Revoke
      </Button>
      <Modal opened={opened} onClose={close} title="Revoke this key?">
        <Stack>
          <Text className="untrusted">
            {note && <strong>{note}: </strong>}
            <span className="mono">{publicKey}</span>
          </Text>
          <Text size="sm">
            Whatever sends with it is refused from now on, and browsers that signed in with it are signed out. There is no way
            back; make another key first.
          </Text>
          {revoking.error && <ErrorState error={revoking.error} title="The key could not be revoked" />}
          <Group justify="end">
            <Button variant="default" onClick={close} data-autofocus>
              Keep it
            </Button>
            <Button color="red" loading={revoking.isPending} onClick={() => revoking.mutate()}>
              Revoke
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
