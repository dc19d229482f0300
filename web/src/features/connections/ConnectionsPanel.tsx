import { Badge, Button, Group, Stack, Table } from "@mantine/core";
import { IconPlug, IconPlus } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Connection, connectionsQuery } from "@/api/connections";
import { DeleteButton } from "@/components/DeleteButton";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { formatMinute } from "@/format/times";
import { ConnectionEditor } from "./ConnectionEditor";
import { ADAPTERS, deleteConnection } from "./connections";
import { TestButton } from "./TestButton";

/** The models that judges can ask: where they are, and a key that is never shown again. */
export function ConnectionsPanel() {
  const connections = useQuery(connectionsQuery);
  const [edited, edit] = useState<Connection | "new" | null>(null);
  const add = (
    <Button size="xs" leftSection={<IconPlus size={15} />} onClick={() => edit("new")}>
      Connect a model
    </Button>
  );
  return (
    <Stack>
      {connections.isPending && <Loading rows={3} />}
      {connections.error && <ErrorState error={connections.error} onRetry={() => void connections.refetch()} />}
      {connections.data?.length === 0 && (
        <EmptyState
          icon={IconPlug}
          title="No model is connected"
          text="Some judges ask a language model. Give them the key of a provider, or the address of a model of your own; nothing is sent anywhere before."
          action={add}
        />
      )}
      {connections.data && connections.data.length > 0 && (
        <>
          <Group>{add}</Group>
          <ConnectionTable connections={connections.data} onEdit={edit} />
        </>
      )}
      {edited !== null && <ConnectionEditor connection={edited === "new" ? undefined : edited} onClose={() => edit(null)} />}
    </Stack>
  );
}

interface TableGiven {
  connections: readonly Connection[];
  onEdit: (connection: Connection) => void;
}

function ConnectionTable({ connections, onEdit }: TableGiven) {
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table verticalSpacing="xs" aria-label="Connections">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th>Speaks</Table.Th>
            <Table.Th>Address</Table.Th>
            <Table.Th>Usual model</Table.Th>
            <Table.Th>Key</Table.Th>
            <Table.Th>Changed</Table.Th>
            <Table.Th aria-label="What can be done" />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {connections.map((connection) => (
            <Row key={connection.id} connection={connection} onEdit={() => onEdit(connection)} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Row({ connection, onEdit }: { connection: Connection; onEdit: () => void }) {
  const queries = useQueryClient();
  const { id, provider, adapter, base_url: address, default_model: model, key_hint: hint, is_default: isDefault } = connection;
  return (
    <Table.Tr>
      <Table.Td className="untrusted">
        {provider}{" "}
        {isDefault && (
          <Badge size="xs" variant="light" title="Judges that name no connection ask this one">
            Asked by default
          </Badge>
        )}
      </Table.Td>
      <Table.Td>{ADAPTERS[adapter]}</Table.Td>
      <Table.Td className="untrusted">{address ?? "The provider’s own"}</Table.Td>
      <Table.Td className="untrusted">{model || "–"}</Table.Td>
      <Table.Td className="mono">{hint || "none"}</Table.Td>
      <Table.Td className="tabular">{formatMinute(connection.updated_at)}</Table.Td>
      <Table.Td>
        <Group gap={4} justify="end" wrap="nowrap">
          <TestButton connection={connection} />
          <Button size="compact-xs" variant="subtle" aria-label={`Change ${provider}`} onClick={onEdit}>
            Change
          </Button>
          <DeleteButton
            size="compact-xs"
            label={`Delete ${provider}`}
            title="Delete this connection?"
            text={`${provider} goes with its key. Judges that ask it fail, as not configured, from now on.`}
            onDelete={() => deleteConnection(id)}
            onDone={() => queries.invalidateQueries({ queryKey: connectionsQuery.queryKey })}
          />
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
