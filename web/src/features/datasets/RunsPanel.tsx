import { Anchor, Button, Code, Group, Stack, Table, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useSearchText } from "@/app/searchText";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { ScoreBadge } from "@/components/ScoreBadge";
import { formatCount } from "@/format/numbers";
import { formatTime } from "@/format/times";
import { RunItems } from "./RunItems";
import { type Run, runsQuery } from "./runs";

/** The runs of a dataset, and what came of each item in one of them. */
export function RunsPanel({ datasetId }: { datasetId: string }) {
  const [runId, openRun] = useSearchText("run");
  const found = useInfiniteQuery(runsQuery(datasetId));
  const runs = found.data?.pages.flatMap((page) => page.data) ?? [];
  const run = runs.find(({ id }) => id === runId);
  if (found.isPending) return <Loading rows={4} />;
  if (found.error) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (runs.length === 0) {
    return (
      <EmptyState
        title="No runs yet"
        text={
          <>
            A run sends every item to your application and keeps what it answers: <Code>dataset.run_experiment(name=…, task=…)</Code> in
            the Langfuse SDK.
          </>
        }
      />
    );
  }
  return (
    <Stack>
      <RunTable runs={runs} chosen={runId} onChoose={(id) => openRun(id === runId ? null : id)} />
      {found.hasNextPage && (
        <Group>
          <Button size="xs" variant="default" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            Older runs
          </Button>
        </Group>
      )}
      {run && (
        <>
          <Title order={2}>
            <bdi>{run.name}</bdi>
          </Title>
          <RunItems runId={run.id} />
        </>
      )}
    </Stack>
  );
}

interface TableGiven {
  runs: readonly Run[];
  chosen: string;
  onChoose: (id: string) => void;
}

function RunTable({ runs, chosen, onChoose }: TableGiven) {
  return (
    <Table verticalSpacing="xs" highlightOnHover aria-label="Runs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Run</Table.Th>
          <Table.Th>Description</Table.Th>
          <Table.Th ta="right">Items</Table.Th>
          <Table.Th>Scores of the run</Table.Th>
          <Table.Th>Last activity</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {runs.map((run) => (
          <Table.Tr key={run.id} bg={run.id === chosen ? "var(--mantine-color-default-hover)" : undefined}>
            <Table.Td>
              <Anchor component="button" type="button" size="sm" aria-expanded={run.id === chosen} onClick={() => onChoose(run.id)}>
                <bdi>{run.name}</bdi>
              </Anchor>
            </Table.Td>
            <Table.Td className="untrusted">{run.description}</Table.Td>
            <Table.Td ta="right">{formatCount(run.itemCount)}</Table.Td>
            <Table.Td>
              <Group gap={4}>
                {run.scores.map((score) => (
                  <ScoreBadge key={score.id} name={score.name} value={score.value} dataType={score.dataType} comment={score.comment} />
                ))}
              </Group>
            </Table.Td>
            <Table.Td className="tabular">{formatTime(run.endTime)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
