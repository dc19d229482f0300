import { Group, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Age } from "@/components/Age";
import { TextLink } from "@/components/TextLink";
import { formatCount } from "@/format/numbers";
import { type Rule, silencesQuery, type Standing, statesQuery } from "./alerts";
import { Labels, SilencedBadge, StateBadge } from "./Badges";
import { SilenceButton } from "./SilenceButton";
import { findSilence } from "./silencing";
import { describeLabels, formatOf } from "./words";

const ORDER = ["firing", "pending", "resolved", "inactive"];

/** Where each group of a rule stands, those that fire first. */
export function StandingTable({ rule }: { rule: Rule }) {
  const { data: states = [] } = useQuery(statesQuery);
  const standings = states.filter((one) => one.rule_id === rule.id).sort((one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state));
  if (standings.length === 0) return null;
  return (
    <Table.ScrollContainer minWidth={700}>
      <Table verticalSpacing={6} aria-label="Groups">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={190}>State</Table.Th>
            <Table.Th>Group</Table.Th>
            <Table.Th ta="right">Value</Table.Th>
            <Table.Th ta="right">Samples</Table.Th>
            <Table.Th>Since</Table.Th>
            <Table.Th aria-label="What can be done" />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {standings.map((standing) => (
            <Row key={describeLabels(standing.labels)} rule={rule} standing={standing} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Row({ rule, standing }: { rule: Rule; standing: Standing }) {
  const { data: silences = [] } = useQuery(silencesQuery);
  const { state, labels, value, samples, since, firing_id: firingId } = standing;
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap={4}>
          <StateBadge state={state} />
          {findSilence(silences, rule.id, labels) && <SilencedBadge />}
        </Group>
      </Table.Td>
      <Table.Td>
        <Group gap={4}>
          <Labels labels={labels} />
          {state === "firing" && (
            <TextLink to="/alerts/firings/$firingId" params={{ firingId }} size="sm">
              Why
            </TextLink>
          )}
        </Group>
      </Table.Td>
      <Table.Td ta="right" className="tabular">
        {formatOf(rule.rule_type, rule.measure)(value)}
      </Table.Td>
      <Table.Td ta="right" className="tabular">
        {formatCount(samples)}
      </Table.Td>
      <Table.Td>
        <Text component="div" size="sm">
          <Age at={since} />
        </Text>
      </Table.Td>
      <Table.Td ta="right">
        <SilenceButton size="compact-xs" ruleId={rule.id} labels={labels} of={describeLabels(labels)} />
      </Table.Td>
    </Table.Tr>
  );
}
