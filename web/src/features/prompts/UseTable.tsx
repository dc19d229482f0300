import { Table, Text } from "@mantine/core";
import { formatCost, formatCount, formatDuration, formatNumber } from "@/format/numbers";
import type { VersionScore, VersionUse } from "./use";

interface Given {
  uses: readonly VersionUse[];
  scores: readonly VersionScore[];
  chosen: number;
}

/** Versions side by side: how often they were called, how fast, how dear, and how good. */
export function UseTable({ uses, scores, chosen }: Given) {
  const names = [...new Set(scores.map(({ name }) => name))].sort();
  return (
    <Table.ScrollContainer minWidth={480}>
      <Table verticalSpacing="xs" aria-label="How versions do">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Version</Table.Th>
            <Table.Th ta="right">Calls</Table.Th>
            <Table.Th ta="right">Latency p50</Table.Th>
            <Table.Th ta="right">Cost</Table.Th>
            {names.map((name) => (
              <Table.Th key={name} ta="right" className="untrusted">
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {uses.map((use) => (
            <Table.Tr key={use.version} fw={use.version === chosen ? 600 : undefined}>
              <Table.Td>{use.version ?? "not told"}</Table.Td>
              <Table.Td ta="right">{formatCount(use.calls)}</Table.Td>
              <Table.Td ta="right">{formatDuration(use.latencyMs)}</Table.Td>
              <Table.Td ta="right">{formatCost(use.costUsd)}</Table.Td>
              {names.map((name) => (
                <Table.Td key={name} ta="right">
                  <Mean score={scores.find((score) => score.version === use.version && score.name === name)} />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Mean({ score }: { score: VersionScore | undefined }) {
  if (!score) return "–";
  return (
    <>
      {formatNumber(score.mean, 3)}{" "}
      <Text span size="xs" c="dimmed">
        of {formatCount(score.count)}
      </Text>
    </>
  );
}
