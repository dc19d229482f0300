import { Badge, Group, Table, Text } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { formatCount } from "@/format/numbers";
import { type Rule, rulesQuery, silencesQuery, type Standing, statesQuery } from "./alerts";
import { SeverityBadge, SilencedBadge, StateBadge } from "./Badges";
import { RuleLink } from "./RuleLink";
import { RuleSwitch } from "./RuleSwitch";
import { findSilence } from "./silencing";
import { describeRule, formatMinutes, formatOf } from "./words";

/** The project's rules, what each asks, and where it stands. */
export function RulesPanel({ make }: { make: ReactNode }) {
  const rules = useQuery(rulesQuery);
  if (rules.isPending) return <Loading />;
  if (rules.error) return <ErrorState error={rules.error} onRetry={() => void rules.refetch()} />;
  if (rules.data.length === 0) {
    return (
      <EmptyState
        icon={IconBell}
        title="No rules"
        text="A rule measures something of your traffic, every minute, and fires when it crosses a limit: errors, latency, quality, cost. You see what it would say while you write it."
        action={make}
      />
    );
  }
  return <RuleTable rules={rules.data} />;
}

function RuleTable({ rules }: { rules: readonly Rule[] }) {
  const { data: states = [] } = useQuery(statesQuery);
  return (
    <Table.ScrollContainer minWidth={820}>
      <Table verticalSpacing="xs" highlightOnHover aria-label="Rules">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={60}>On</Table.Th>
            <Table.Th w={130}>State</Table.Th>
            <Table.Th>Name</Table.Th>
            <Table.Th w="28%">Fires at</Table.Th>
            <Table.Th w={160}>Last look</Table.Th>
            <Table.Th w={135}>Severity</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rules.map((rule) => (
            <Row key={rule.id} rule={rule} standings={states.filter((one) => one.rule_id === rule.id)} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Row({ rule, standings }: { rule: Rule; standings: readonly Standing[] }) {
  const { data: silences = [] } = useQuery(silencesQuery);
  return (
    <Table.Tr>
      <Table.Td>
        <RuleSwitch rule={rule} />
      </Table.Td>
      <Table.Td>
        <Group gap={4}>
          {rule.enabled ? <StateBadge state={rule.state} /> : <Badge color="gray">Off</Badge>}
          {findSilence(silences, rule.id, {}) && <SilencedBadge />}
        </Group>
      </Table.Td>
      <Table.Td>
        <div>
          <RuleLink id={rule.id} name={rule.name} />
        </div>
        {rule.description && (
          <Text size="xs" c="dimmed" lineClamp={2} className="untrusted">
            {rule.description}
          </Text>
        )}
      </Table.Td>
      <Table.Td className="untrusted">
        {describeRule(rule)}
        <Text size="xs" c="dimmed">
          {describeScope(rule)}
        </Text>
      </Table.Td>
      <Table.Td className="tabular">{describeStanding(rule, standings)}</Table.Td>
      <Table.Td>
        <SeverityBadge severity={rule.severity} />
      </Table.Td>
    </Table.Tr>
  );
}

/** over 5 min, by model, not by chance */
function describeScope({ time_window_minutes: minutes, rule_type: type, group_by: fields, noise_test: isTested, filters }: Rule): string {
  const where = Object.entries(filters)
    .filter(([name]) => name !== "score_name")
    .map(([name, values]) => `${name} ${[values].flat().join(" or ")}`);
  return [
    ...(type === "slo_burn" ? [] : [`over ${formatMinutes(minutes)}`]),
    ...where,
    ...(fields.length > 0 ? [`by ${fields.join(", ")}`] : []),
    ...(isTested ? ["beyond chance"] : []),
  ].join(", ");
}

/** 6.1 % of 200; 3 of 12 groups fire */
function describeStanding(rule: Rule, standings: readonly Standing[]): string {
  if (rule.group_by.length > 0) {
    const firing = standings.filter(({ state }) => state === "firing").length;
    return `${formatCount(firing)} of ${formatCount(standings.length)} groups fire`;
  }
  const [standing] = standings;
  if (standing === undefined) return "–";
  if (standing.value === null) return standing.samples === 0 ? "nothing to measure" : `only ${formatCount(standing.samples)} samples`;
  return `${formatOf(rule.rule_type, rule.measure)(standing.value)} of ${formatCount(standing.samples)}`;
}
