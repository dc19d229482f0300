import { Badge, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { formatScore } from "@/components/ScoreBadge";
import { TextLink } from "@/components/TextLink";
import { type Column, VirtualTable } from "@/components/VirtualTable";
import { toPreview } from "./itemText";
import { type RunItem, runItemsQuery } from "./runs";

/** What came of each item in a run, beside what was expected. */
export function RunItems({ runId }: { runId: string }) {
  const items = useQuery(runItemsQuery(runId));
  const navigate = useNavigate();
  if (items.isPending) return <Loading rows={5} />;
  if (items.error) return <ErrorState error={items.error} onRetry={() => void items.refetch()} />;
  return (
    <VirtualTable
      label="Items of the run"
      rows={items.data}
      columns={toColumns(items.data)}
      rowKey={(item) => `${item.traceId} ${item.id} ${item.experimentItemId}`}
      maxHeight={480}
      onOpen={({ traceId }) => void navigate({ to: "/traces/$traceId", params: { traceId } })}
      footer={items.data.length === 100 && <Text size="xs">The newest 100 are shown.</Text>}
    />
  );
}

const FIXED: Column<RunItem>[] = [
  {
    id: "item",
    header: "Item",
    width: 130,
    cell: ({ experimentItemId, traceId }) => (
      <TextLink to="/traces/$traceId" params={{ traceId }}>
        <bdi>{experimentItemId}</bdi>
      </TextLink>
    ),
  },
  { id: "input", header: "Input", width: 180, grows: true, cell: ({ input }) => <bdi>{toPreview(input)}</bdi> },
  { id: "output", header: "Output", width: 200, grows: true, cell: ({ output }) => <bdi>{toPreview(output)}</bdi> },
  { id: "expected", header: "Expected", width: 180, grows: true, cell: ({ expectedOutput }) => <bdi>{toPreview(expectedOutput)}</bdi> },
  {
    id: "level",
    header: "State",
    width: 80,
    cell: ({ level }) =>
      level === "ERROR" && (
        <Badge color="red" variant="light" size="sm">
          Error
        </Badge>
      ),
  },
];

/** The fixed columns, and one for each score that some item has. */
function toColumns(items: readonly RunItem[]): Column<RunItem>[] {
  const names = [...new Set(items.flatMap(({ scores }) => scores.map(({ name }) => name)))].sort();
  const scoreColumns = names.map((name): Column<RunItem> => {
    const find = (item: RunItem) => item.scores.find((score) => score.name === name);
    return {
      id: `score ${name}`,
      header: name,
      width: 120,
      align: "right",
      cell: (item) => {
        const score = find(item);
        return score ? formatScore(score) : "–";
      },
      sortBy: (item) => {
        const value = find(item)?.value ?? null;
        return typeof value === "boolean" ? Number(value) : value;
      },
    };
  });
  return [...FIXED, ...scoreColumns];
}
