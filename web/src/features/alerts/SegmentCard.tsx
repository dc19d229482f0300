import { Paper, Stack, Table, Text, Title } from "@mantine/core";
import { TextLink } from "@/components/TextLink";
import { formatCount, formatPercent } from "@/format/numbers";
import type { Firing, Rule } from "./alerts";
import { toTraceSearch } from "./traceLinks";
import { formatOf, toFound } from "./words";

/** The part of the traffic that explains most of it, if one stands out. */
export function SegmentCard({ firing, rule }: { firing: Firing; rule: Rule | undefined }) {
  const { segment } = firing;
  return (
    <Paper withBorder p="md" component="section" aria-label="What explains it">
      <Stack gap="xs">
        <Title order={2}>What explains it</Title>
        {segment === null ? (
          <Text size="sm" c="dimmed">
            No model, release, prompt version, environment or name stands out: it is about as bad everywhere.
          </Text>
        ) : (
          <>
            <Text className="untrusted">
              {formatPercent(segment.share, 0)} of the move comes from {segment.field.replace("_", " ")}{" "}
              <TextLink to="/traces" search={toTraceSearch(firing, rule, { [segment.field]: segment.value })} underline="always">
                {segment.value}
              </TextLink>
              .
            </Text>
            <BeforeAndNow firing={firing} />
          </>
        )}
      </Stack>
    </Paper>
  );
}

function BeforeAndNow({ firing }: { firing: Firing }) {
  const { segment, rule_type: type } = firing;
  // The parts of a budget are shares of what failed.
  const { measure } = toFound(firing);
  const format = formatOf(type === "slo_burn" ? "error_rate" : type, measure);
  if (segment === null) return null;
  return (
    <Table layout="fixed" aria-label="Before and now">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Before</Table.Th>
          <Table.Th>In the window</Table.Th>
          <Table.Th>Samples</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        <Table.Tr className="tabular">
          <Table.Td>{format(segment.before)}</Table.Td>
          <Table.Td>{format(segment.now)}</Table.Td>
          <Table.Td>{formatCount(segment.samples)}</Table.Td>
        </Table.Tr>
      </Table.Tbody>
    </Table>
  );
}
