import { Table } from "@mantine/core";
import { Age } from "@/components/Age";
import { TextLink } from "@/components/TextLink";
import { formatCount } from "@/format/numbers";
import { formatDay } from "@/format/times";
import type { Dataset } from "./datasets";

/** Datasets with how much is in them. */
export function DatasetTable({ datasets }: { datasets: readonly Dataset[] }) {
  return (
    <Table verticalSpacing="xs" highlightOnHover aria-label="Datasets">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Name</Table.Th>
          <Table.Th>Description</Table.Th>
          <Table.Th ta="right">Items</Table.Th>
          <Table.Th>Made</Table.Th>
          <Table.Th>Changed</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {datasets.map((dataset) => (
          <Table.Tr key={dataset.id}>
            <Table.Td>
              <TextLink to="/datasets/$datasetName" params={{ datasetName: dataset.name }} size="sm" className="untrusted">
                {dataset.name}
              </TextLink>
            </Table.Td>
            <Table.Td className="untrusted">{dataset.description}</Table.Td>
            <Table.Td ta="right" className="tabular">
              {formatCount(dataset.item_count)}
            </Table.Td>
            <Table.Td className="tabular">{formatDay(dataset.created_at)}</Table.Td>
            <Table.Td><Age at={dataset.updated_at} /></Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
