import { Anchor, Table } from "@mantine/core";
import { useSearchChange } from "@/app/searchText";
import { formatCount, formatNumber } from "@/format/numbers";
import type { ScoreName } from "./figures";

const TYPES: Record<string, string> = { NUMERIC: "Number", BOOLEAN: "True or false", CATEGORICAL: "Category", TEXT: "Text", CORRECTION: "Correction" };

/** Every name that scores have, and what they come to; a name shows how its values lie. */
export function NameTable({ names }: { names: readonly ScoreName[] }) {
  const change = useSearchChange();
  return (
    <Table.ScrollContainer minWidth={560} maxHeight={300} mb="md">
      <Table verticalSpacing={6} highlightOnHover stickyHeader aria-label="Names of scores">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th>Type</Table.Th>
            <Table.Th ta="right">Scores</Table.Th>
            <Table.Th ta="right">Mean</Table.Th>
            <Table.Th ta="right">Least</Table.Th>
            <Table.Th ta="right">Greatest</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody className="tabular">
          {names.map(({ name, type, count, mean, low, high }) => (
            <Table.Tr key={`${type} ${name}`}>
              <Table.Td>
                <Anchor component="button" type="button" size="sm" onClick={() => change({ name, type })}>
                  <bdi>{name}</bdi>
                </Anchor>
              </Table.Td>
              <Table.Td>{TYPES[type] ?? type}</Table.Td>
              <Table.Td ta="right">{formatCount(count)}</Table.Td>
              <Table.Td ta="right">{formatNumber(mean, 3)}</Table.Td>
              <Table.Td ta="right">{formatNumber(low, 3)}</Table.Td>
              <Table.Td ta="right">{formatNumber(high, 3)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
