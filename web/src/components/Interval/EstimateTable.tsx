import { Table, Text } from "@mantine/core";
import { formatCount } from "@/format/numbers";
import { type Estimate, formatEstimate } from "./estimate";
import { Interval } from "./Interval";

export interface NamedEstimate {
  name: string;
  /** What it is, for those who do not know its name. */
  about?: string;
  estimate: Estimate | null;
  /** The ends of its scale. */
  from: number;
  to: number;
  marks?: readonly { at: number; name: string }[];
}

/** Numbers with their 95 % intervals, drawn and told, and of how many samples. */
export function EstimateTable({ label, rows }: { label: string; rows: readonly NamedEstimate[] }) {
  return (
    <Table verticalSpacing={6} aria-label={label} layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th w="34%">Measure</Table.Th>
          <Table.Th>Where it lies</Table.Th>
          <Table.Th w={190}>Value (95 % interval)</Table.Th>
          <Table.Th w={80} ta="right">
            Samples
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ name, about, estimate, from, to, marks }) => (
          <Table.Tr key={name}>
            <Table.Td>
              <Text size="sm">{name}</Text>
              {about && (
                <Text size="xs" c="dimmed">
                  {about}
                </Text>
              )}
            </Table.Td>
            <Table.Td>{estimate && <Interval estimate={estimate} from={from} to={to} marks={marks} />}</Table.Td>
            <Table.Td className="tabular">{estimate ? formatEstimate(estimate) : "–"}</Table.Td>
            <Table.Td ta="right" className="tabular">
              {estimate?.samples === undefined ? "–" : formatCount(estimate.samples)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
