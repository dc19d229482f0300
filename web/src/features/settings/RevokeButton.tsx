import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { ConfirmDialog } from "@/components/ConfirmDialog";
import { keysQuery, revokeKey } from "./keys";

/** Takes a key out of use, after asking: what uses it stops working at once. */
export function RevokeButton({ publicKey, note }: { publicKey: string; note: string }) {
  const [opened, { open, close }] = useDisclosure();
  const queries = useQueryClient();
  return (
    <>
      <Button size="compact-sm" variant="subtle" color="red" onClick={open} aria-label={`Revoke ${note || publicKey}`}>
        Revoke
      </Button>
      <ConfirmDialog
        opened={opened}
        onClose={close}
        title="Revoke this key?"
        verb="Revoke"
        onConfirm={() => revokeKey(publicKey)}
        onDone={() => queries.invalidateQueries({ queryKey: keysQuery.queryKey })}
        failure="The key could not be revoked"
      >
        <p>
          {note && <strong>{note}: </strong>}
          <span className="mono">{publicKey}</span>
        </p>
        Whatever sends with it is refused from now on, and browsers that signed in with it are signed out. There is no way back;
        make another key first.
      </ConfirmDialog>
    </>
  );
}
