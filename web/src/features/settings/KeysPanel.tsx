import { Badge, Button, Group, Stack, Table, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { CopyableId } from "@/components/CopyableId";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { formatMinute } from "@/format/times";
import { type Key, keysQuery, makeKey, type NewKey, orderKeys } from "./keys";
import { NewKeyNotice } from "./NewKeyNotice";
import { RevokeButton } from "./RevokeButton";

interface Given {
  made: NewKey | null;
  onMade: (key: NewKey) => void;
}

/** The project's keys: make one, see them all, take one out of use. */
export function KeysPanel({ made, onMade }: Given) {
  const keys = useQuery(keysQuery);
  return (
    <Stack>
      <MakeKey onMade={onMade} />
      {made && <NewKeyNotice made={made} />}
      {keys.isPending && <Loading rows={3} />}
      {keys.error && <ErrorState error={keys.error} onRetry={() => void keys.refetch()} />}
      {keys.data && <KeyTable keys={orderKeys(keys.data)} />}
    </Stack>
  );
}

function MakeKey({ onMade }: { onMade: (key: NewKey) => void }) {
  const [note, setNote] = useState("");
  const queries = useQueryClient();
  const making = useMutation({
    mutationFn: makeKey,
    onSuccess: (key) => {
      onMade(key);
      setNote("");
      return queries.invalidateQueries({ queryKey: keysQuery.queryKey });
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        making.mutate(note.trim());
      }}
    >
      <Group align="end">
        <TextInput
          label="What the key is for"
          placeholder="Production chat service"
          maxLength={200}
          w={320}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          error={making.error?.message}
        />
        <Button type="submit" loading={making.isPending}>
          Make a key
        </Button>
      </Group>
    </form>
  );
}

function KeyTable({ keys }: { keys: readonly Key[] }) {
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table verticalSpacing="xs" aria-label="Keys">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Public key</Table.Th>
            <Table.Th>For</Table.Th>
            <Table.Th>Made</Table.Th>
            <Table.Th>State</Table.Th>
            <Table.Th aria-label="What can be done" />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {keys.map((key) => (
            <KeyRow key={key.public_key} given={key} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function KeyRow({ given }: { given: Key }) {
  const { public_key: publicKey, note, created_at: made, revoked_at: revoked } = given;
  return (
    <Table.Tr>
      <Table.Td>
        <CopyableId id={publicKey} of="key" length={28} />
      </Table.Td>
      <Table.Td className="untrusted">{note || "–"}</Table.Td>
      <Table.Td className="tabular">{formatMinute(made)}</Table.Td>
      <Table.Td>
        {revoked === null ? (
          <Badge variant="dot" color="teal">
            In use
          </Badge>
        ) : (
          <Text size="sm" c="dimmed" className="tabular">
            Revoked {formatMinute(revoked)}
          </Text>
        )}
      </Table.Td>
      <Table.Td ta="right">{revoked === null && <RevokeButton publicKey={publicKey} note={note} />}</Table.Td>
    </Table.Tr>
  );
}
