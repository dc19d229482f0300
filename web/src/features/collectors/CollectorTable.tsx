import { Badge, Table, Text } from "@mantine/core";
import { TextLink } from "@/components/TextLink";
import { formatCount } from "@/format/numbers";
import { CollectorSwitch } from "./CollectorSwitch";
import type { Collector } from "./collectors";

/** Collectors, what each asks, and how much each collected today. */
export function CollectorTable({ collectors }: { collectors: readonly Collector[] }) {
  return (
    <Table.ScrollContainer minWidth={700}>
      <Table verticalSpacing="xs" highlightOnHover aria-label="Collectors">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={70}>On</Table.Th>
            <Table.Th>Name</Table.Th>
            <Table.Th>Asks for</Table.Th>
            <Table.Th w={210}>Fills</Table.Th>
            <Table.Th ta="right" w={150}>
              Collected today
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {collectors.map((collector) => (
            <Row key={collector.name} collector={collector} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Row({ collector }: { collector: Collector }) {
  return (
    <Table.Tr>
      <Table.Td>
        <CollectorSwitch collector={collector} />
      </Table.Td>
      <Table.Td>
        <TextLink to="/collectors/$collectorName" params={{ collectorName: collector.name }} size="sm" className="untrusted">
          {collector.name}
        </TextLink>{" "}
        {collector.problem !== null && (
          <Badge size="xs" color="red" variant="light">
            Cannot collect
          </Badge>
        )}
        {collector.description && (
          <Text size="xs" c="dimmed" className="untrusted">
            {collector.description}
          </Text>
        )}
      </Table.Td>
      <Table.Td className="untrusted">{collector.rule}</Table.Td>
      <Table.Td>
        <DatasetLink name={collector.dataset} />
      </Table.Td>
      <Table.Td ta="right" className="tabular">
        {describeToday(collector)}
      </Table.Td>
    </Table.Tr>
  );
}

/** 12 of 500 */
export function describeToday({ collected_today: collected, at_most_a_day: most }: Collector): string {
  return most === null ? formatCount(collected) : `${formatCount(collected)} of ${formatCount(most)}`;
}

export function DatasetLink({ name }: { name: string | null }) {
  if (name === null) return "None: it was deleted";
  return (
    <TextLink to="/datasets/$datasetName" params={{ datasetName: name }} className="untrusted">
      {name}
    </TextLink>
  );
}
