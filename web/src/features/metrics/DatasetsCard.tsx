import { Anchor, Paper, Skeleton, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ErrorState } from "@/components/ErrorState";
import { formatCount, formatScore } from "@/format/numbers";
import { datasetsQuery } from "./series";

const ROWS_MAX = 8;

/** How large each dataset is, and how good its items are, now. */
export function DatasetsCard() {
  const { data, error, refetch } = useQuery(datasetsQuery);
  const datasets = Object.entries(data ?? {}).sort(([, one], [, other]) => other.item_count - one.item_count);
  return (
    <Paper withBorder p="sm" h="100%" component="section" aria-label="Datasets">
      <Title order={2} size="h3" mb="xs">
        Datasets
      </Title>
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton height={60} />
      ) : datasets.length === 0 ? (
        <Text size="sm" c="dimmed">
          No datasets yet. <Anchor inherit renderRoot={(props) => <Link {...props} to="/datasets" />}>Make one</Anchor>, or add traces to one
          from the list of traces.
        </Text>
      ) : (
        <Table fz="sm" className="tabular" verticalSpacing={5}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Name</Table.Th>
              <Table.Th scope="col" ta="right">
                Items
              </Table.Th>
              <Table.Th scope="col" ta="right">
                Mean score
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {datasets.slice(0, ROWS_MAX).map(([name, { item_count, avg_score }]) => (
              <Table.Tr key={name}>
                <Table.Th scope="row" fw={400} className="untrusted">
                  <Anchor inherit renderRoot={(props) => <Link {...props} to="/datasets/$datasetName" params={{ datasetName: name }} />}>
                    {name}
                  </Anchor>
                </Table.Th>
                <Table.Td ta="right">{formatCount(item_count)}</Table.Td>
                <Table.Td ta="right">{formatScore(avg_score)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Paper>
  );
}
