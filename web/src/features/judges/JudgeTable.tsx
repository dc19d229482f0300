import { Badge, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { TextLink } from "@/components/TextLink";
import { formatCost, formatCount, formatPercent } from "@/format/numbers";
import { JudgeSwitch } from "./JudgeSwitch";
import { failureCountQuery, type Judge, type Kind } from "./judges";

/** Judges, those that are on first. */
export function JudgeTable({ judges, kinds }: { judges: readonly Judge[]; kinds: ReadonlyMap<string, Kind> }) {
  const ordered = [...judges].sort((one, other) => Number(other.enabled) - Number(one.enabled));
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table verticalSpacing="xs" highlightOnHover aria-label="Judges">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={70}>On</Table.Th>
            <Table.Th>Name</Table.Th>
            <Table.Th w={210}>Kind</Table.Th>
            <Table.Th w={130}>Looks at</Table.Th>
            <Table.Th w={130}>Budget</Table.Th>
            <Table.Th ta="right">Version</Table.Th>
            <Table.Th ta="right">Failures</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {ordered.map((judge) => (
            <Row key={judge.name} judge={judge} kind={kinds.get(judge.kind)} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Row({ judge, kind }: { judge: Judge; kind: Kind | undefined }) {
  return (
    <Table.Tr>
      <Table.Td>
        <JudgeSwitch judge={judge} />
      </Table.Td>
      <Table.Td>
        <TextLink to="/judges/$judgeName" params={{ judgeName: judge.name }} size="sm" className="untrusted">
          {judge.name}
        </TextLink>{" "}
        {judge.is_quality && (
          <Badge size="xs" variant="light" color="teal">
            Quality
          </Badge>
        )}
        {judge.description && (
          <Text size="xs" c="dimmed" className="untrusted">
            {judge.description}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Text size="sm">{kind?.title ?? judge.kind}</Text>
      </Table.Td>
      <Table.Td>{describeScope(judge)}</Table.Td>
      <Table.Td className="tabular">{describeBudget(judge)}</Table.Td>
      <Table.Td ta="right" className="tabular">
        {judge.version}
      </Table.Td>
      <Table.Td ta="right" className="tabular">
        <FailureCount judge={judge} />
      </Table.Td>
    </Table.Tr>
  );
}

function FailureCount({ judge }: { judge: Judge }) {
  const { data: count } = useQuery(failureCountQuery(judge.name));
  if (count === undefined) return "";
  if (count === 0) return "0";
  return (
    <TextLink to="/judges/$judgeName" params={{ judgeName: judge.name }} search={{ tab: "failures" }} c="var(--ratchet-worse)">
      {formatCount(count)}
    </TextLink>
  );
}

/** Traces, 10 %, 2 conditions */
export function describeScope({ level, sampling, filters }: Judge): string {
  const conditions = filters.length > 0 && `${filters.length} ${filters.length === 1 ? "condition" : "conditions"}`;
  return [level === "trace" ? "Traces" : "Steps", sampling < 1 && formatPercent(sampling), conditions].filter(Boolean).join(", ");
}

/** $5.00 a day, 20 a minute */
export function describeBudget({ budget }: Judge): string {
  const { cost_usd_per_day: cost, calls_per_minute: calls } = budget;
  const parts = [cost != null && `${formatCost(cost)} a day`, calls != null && `${formatCount(calls)} a minute`].filter(Boolean);
  return parts.join(", ") || "No limit";
}
