import { Table, Text } from "@mantine/core";
import { TextLink } from "@/components/TextLink";
import { formatDuration } from "@/format/numbers";
import type { ProbeWithUptime } from "./probes";
import { ProbeSwitch } from "./ProbeSwitch";
import { StateBadge } from "./StateBadge";
import { UptimeStrip } from "./UptimeStrip";
import { describeSchedule, formatUptime } from "./words";

/** Probes, where each stands, and how it fared. */
export function ProbeTable({ probes, hours }: { probes: readonly ProbeWithUptime[]; hours: number }) {
  return (
    <Table.ScrollContainer minWidth={820}>
      <Table verticalSpacing="xs" highlightOnHover aria-label="Probes">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={70}>On</Table.Th>
            <Table.Th>Name</Table.Th>
            <Table.Th w={110}>State</Table.Th>
            <Table.Th w={280}>Last {hours} hours</Table.Th>
            <Table.Th ta="right" w={90}>
              Uptime
            </Table.Th>
            <Table.Th ta="right" w={90}>
              p95
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {probes.map((probe) => (
            <Row key={probe.id} probe={probe} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Row({ probe }: { probe: ProbeWithUptime }) {
  return (
    <Table.Tr>
      <Table.Td>
        <ProbeSwitch probe={probe} />
      </Table.Td>
      <Table.Td>
        <TextLink to="/probes/$probeId" params={{ probeId: probe.id }} size="sm" className="untrusted">
          {probe.name}
        </TextLink>
        <Text size="xs" c="dimmed" className="untrusted">
          asks {probe.target} {describeSchedule(probe)}
        </Text>
      </Table.Td>
      <Table.Td>
        <StateBadge probe={probe} />
      </Table.Td>
      <Table.Td>
        <UptimeStrip name={probe.name} uptime={probe.uptime} />
      </Table.Td>
      <Table.Td ta="right" className="tabular">
        {formatUptime(probe.uptime.whole.uptime)}
      </Table.Td>
      <Table.Td ta="right" className="tabular">
        {formatDuration(probe.uptime.whole.latency_ms_p95)}
      </Table.Td>
    </Table.Tr>
  );
}
