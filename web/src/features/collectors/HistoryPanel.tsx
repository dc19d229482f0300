import { Badge, Button, Group, Stack, Table, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { TextLink } from "@/components/TextLink";
import { formatScore } from "@/format/numbers";
import { formatTime } from "@/format/times";
import { type Collector, type Entry, historyQuery } from "./collectors";

/** What a collector has made, with why, and what became of it since. */
export function HistoryPanel({ collector }: { collector: Collector }) {
  const found = useInfiniteQuery(historyQuery(collector.name));
  if (found.isPending) return <Loading rows={5} />;
  if (found.error) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  const entries = found.data.pages.flatMap((page) => page.entries);
  if (entries.length === 0) {
    return (
      <EmptyState
        title="Nothing collected yet"
        text={
          <>
            It looks at traces as their scores arrive. To collect from what is stored already, send it over a time under <em>Runs</em>; what
            it would take shows <em>Try</em>.
          </>
        }
      />
    );
  }
  return (
    <Stack>
      <EntryTable entries={entries} dataset={collector.dataset} />
      {found.hasNextPage && (
        <Group>
          <Button size="xs" variant="default" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            Older items
          </Button>
        </Group>
      )}
    </Stack>
  );
}

const STATES: Record<Entry["state"], { label: string; color: string }> = {
  active: { label: "In the dataset", color: "teal" },
  withdrawn: { label: "Taken back", color: "yellow" },
  archived: { label: "Archived", color: "gray" },
  deleted: { label: "Deleted", color: "gray" },
};

function EntryTable({ entries, dataset }: { entries: readonly Entry[]; dataset: string | null }) {
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table verticalSpacing="xs" aria-label="Collected items">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={165}>Collected</Table.Th>
            <Table.Th>Why</Table.Th>
            <Table.Th ta="right">Score</Table.Th>
            <Table.Th w={140}>State</Table.Th>
            <Table.Th w={150}>Leads to</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {entries.map((entry) => (
            <Row key={entry.item_id} entry={entry} dataset={dataset} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Row({ entry, dataset }: { entry: Entry; dataset: string | null }) {
  const { label, color } = STATES[entry.state];
  return (
    <Table.Tr>
      <Table.Td className="tabular">
        {formatTime(entry.collected_at)}
        {entry.run !== null && (
          <Text size="xs" c="dimmed">
            by a run
          </Text>
        )}
      </Table.Td>
      <Table.Td className="untrusted">{entry.reason}</Table.Td>
      <Table.Td ta="right" className="tabular" title={entry.score_name ?? undefined}>
        {formatScore(entry.score)}
      </Table.Td>
      <Table.Td>
        <Badge variant="light" color={color} tt="none">
          {label}
        </Badge>
      </Table.Td>
      <Table.Td>
        <Group gap="sm" wrap="nowrap">
          {dataset !== null && (
            <TextLink to="/datasets/$datasetName" params={{ datasetName: dataset }} search={{ item: entry.item_id }}>
              Item
            </TextLink>
          )}
          <TextLink to="/traces/$traceId" params={{ traceId: entry.trace_id }}>
            Trace
          </TextLink>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
