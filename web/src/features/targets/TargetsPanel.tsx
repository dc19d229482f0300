import { Badge, Button, Group, Stack, Table, Text } from "@mantine/core";
import { IconPlus, IconTargetArrow } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Target, targetsQuery } from "@/api/targets";
import { DeleteButton } from "@/components/DeleteButton";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { TargetEditor } from "./TargetEditor";
import { deleteTarget, makeDefault } from "./targets";
import { TryTarget } from "./TryTarget";

/** What regression tests ask: endpoints, and the stored traces of releases. */
export function TargetsPanel() {
  const targets = useQuery(targetsQuery);
  const [edited, edit] = useState<Target | "new" | null>(null);
  const [tried, ask] = useState<Target | null>(null);
  const add = (
    <Button size="xs" leftSection={<IconPlus size={15} />} onClick={() => edit("new")}>
      New target
    </Button>
  );
  return (
    <Stack>
      {targets.isPending && <Loading rows={3} />}
      {targets.error && <ErrorState error={targets.error} onRetry={() => void targets.refetch()} />}
      {targets.data?.length === 0 && (
        <EmptyState
          icon={IconTargetArrow}
          title="No targets"
          text="A target is where your application answers: the address of its chat endpoint, or the stored traces of a release. In CI, ratchet gate can ask a function of yours instead."
          action={add}
        />
      )}
      {targets.data && targets.data.length > 0 && (
        <>
          <Group>{add}</Group>
          <TargetTable targets={targets.data} onEdit={edit} onTry={ask} />
        </>
      )}
      {edited !== null && <TargetEditor target={edited === "new" ? undefined : edited} onClose={() => edit(null)} />}
      {tried !== null && <TryTarget target={tried} onClose={() => ask(null)} />}
    </Stack>
  );
}

interface TableGiven {
  targets: readonly Target[];
  onEdit: (target: Target) => void;
  onTry: (target: Target) => void;
}

function TargetTable({ targets, onEdit, onTry }: TableGiven) {
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table verticalSpacing="xs" aria-label="Targets">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th>Asks</Table.Th>
            <Table.Th>Headers</Table.Th>
            <Table.Th aria-label="What can be done" />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {targets.map((target) => (
            <Row key={target.name} target={target} onEdit={() => onEdit(target)} onTry={() => onTry(target)} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Row({ target, onEdit, onTry }: { target: Target; onEdit: () => void; onTry: () => void }) {
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: targetsQuery.queryKey });
  const choosing = useMutation({ mutationFn: () => makeDefault(target.name), onSuccess: refresh });
  const { name, kind, method, url, release, environment } = target;
  return (
    <Table.Tr>
      <Table.Td className="untrusted">
        {name}{" "}
        {target.is_default && (
          <Badge size="xs" variant="light">
            Default
          </Badge>
        )}
        {target.description && (
          <Text size="xs" c="dimmed">
            {target.description}
          </Text>
        )}
      </Table.Td>
      <Table.Td className="untrusted">
        {kind === "release" ? `Stored traces of ${release}${environment && ` in ${environment}`}` : `${method} ${url}`}
        {target.allow_private && (
          <Text size="xs" c="dimmed">
            May be on this machine or in its network
          </Text>
        )}
      </Table.Td>
      <Table.Td className="mono">{target.header_names.join(", ") || "–"}</Table.Td>
      <Table.Td>
        <Group gap={4} justify="end" wrap="nowrap">
          <Button size="compact-xs" variant="default" aria-label={`Try ${name}`} onClick={onTry}>
            Try
          </Button>
          {!target.is_default && (
            <Button size="compact-xs" variant="subtle" loading={choosing.isPending} onClick={() => choosing.mutate()}>
              Make it the default
            </Button>
          )}
          <Button size="compact-xs" variant="subtle" aria-label={`Change ${name}`} onClick={onEdit}>
            Change
          </Button>
          <DeleteButton
            size="compact-xs"
            label={`Delete ${name}`}
            title="Delete this target?"
            text={`${name} goes with its headers. Tests of it stay.`}
            onDelete={() => deleteTarget(name)}
            onDone={refresh}
          />
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
