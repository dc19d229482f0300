import { Table, Text } from "@mantine/core";
import { TextLink } from "@/components/TextLink";
import { formatDuration } from "@/format/numbers";
import { formatTime } from "@/format/times";
import type { Generation } from "./use";

/** Calls that a version was used in, each with the way to its trace. */
export function CallTable({ calls }: { calls: readonly Generation[] }) {
  if (calls.length === 0) return <Text size="sm">None in this time.</Text>;
  return (
    <Table verticalSpacing="xs" highlightOnHover aria-label="Newest calls">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Time</Table.Th>
          <Table.Th>Name</Table.Th>
          <Table.Th>Model</Table.Th>
          <Table.Th ta="right">Latency</Table.Th>
          <Table.Th>Trace</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {calls.map((call) => (
          <Table.Tr key={call.id}>
            <Table.Td className="tabular">{formatTime(call.startTime)}</Table.Td>
            <Table.Td className="untrusted">{call.name}</Table.Td>
            <Table.Td className="untrusted">{call.providedModelName}</Table.Td>
            <Table.Td ta="right">{formatDuration(call.latency === null ? null : call.latency * 1000)}</Table.Td>
            <Table.Td>
              <TextLink to="/traces/$traceId" params={{ traceId: call.traceId }} search={{ span: call.id }} size="sm">
                Open
              </TextLink>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
