import { Table } from "@mantine/core";
import { formatEstimate, Interval, toScale } from "@/components/Interval";
import { formatCount, formatScore } from "@/format/numbers";
import type { TypeUse } from "./fewShot";

/** How much better traces with examples are than those without, by type of query. */
export function TypeUses({ types }: { types: readonly TypeUse[] }) {
  const scale = toScale([0, ...types.flatMap(({ uplift: { value, low, high } }) => [value, low, high])]);
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table verticalSpacing="xs" aria-label="Uplift by type of query">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={150}>Type</Table.Th>
            <Table.Th ta="right" w={150}>
              With examples
            </Table.Th>
            <Table.Th ta="right" w={130}>
              Without
            </Table.Th>
            <Table.Th w={200}>Uplift</Table.Th>
            <Table.Th>Where it lies</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {types.map(({ query_type: type, given, withheld, quality_given: quality, quality_withheld: without, uplift }) => (
            <Table.Tr key={type}>
              <Table.Td className="untrusted">{type}</Table.Td>
              <Mean value={quality.value} traces={given} />
              <Mean value={without.value} traces={withheld} />
              <Table.Td className="tabular">{formatEstimate(uplift)}</Table.Td>
              <Table.Td>{uplift.value !== null && <Interval estimate={uplift} {...scale} marks={[{ at: 0, name: "no difference" }]} />}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Mean({ value, traces }: { value: number | null; traces: number }) {
  return (
    <Table.Td ta="right" className="tabular">
      {formatScore(value)} of {formatCount(traces)}
    </Table.Td>
  );
}
