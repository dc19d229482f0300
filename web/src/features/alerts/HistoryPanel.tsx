import { Group, NativeSelect, Stack, Table, Text } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useSearchText } from "@/app/searchText";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { readNow } from "@/components/TimeRange";
import { TextLink } from "@/components/TextLink";
import { formatCount } from "@/format/numbers";
import { formatMinute } from "@/format/times";
import { type Firing, historyQuery, rulesQuery, SEVERITIES, type Severity } from "./alerts";
import { SeverityBadge, StateBadge } from "./Badges";
import { formatLength } from "./words";

const TIMES = [
  { value: "24", label: "Last 24 hours" },
  { value: "168", label: "Last 7 days" },
  { value: "720", label: "Last 30 days" },
  { value: "8760", label: "Last year" },
];
const WEEK = "168";

/** What fired, of one rule or of all. */
export function HistoryPanel({ ruleId }: { ruleId?: string }) {
  const [hours, setHours] = useSearchText("hours");
  const [severity, setSeverity] = useSearchText("severity");
  const [chosen, setChosen] = useSearchText("rule");
  const { data: rules = [] } = useQuery(rulesQuery);
  const asked = { hours: Number(hours) || Number(WEEK), severity: toSeverity(severity), ruleId: ruleId ?? (chosen || null) };
  const history = useQuery({ ...historyQuery(asked), placeholderData: keepPreviousData });
  return (
    <Stack>
      <Group>
        <NativeSelect size="xs" aria-label="Time" data={TIMES} value={hours || WEEK} onChange={(event) => setHours(event.currentTarget.value)} />
        {ruleId === undefined && (
          <NativeSelect
            size="xs"
            aria-label="Rule"
            data={[{ value: "", label: "Every rule" }, ...rules.map(({ id, name }) => ({ value: id, label: name }))]}
            value={chosen}
            onChange={(event) => setChosen(event.currentTarget.value)}
          />
        )}
        <NativeSelect
          size="xs"
          aria-label="Severity"
          data={[{ value: "", label: "Every severity" }, ...SEVERITIES]}
          value={severity}
          onChange={(event) => setSeverity(event.currentTarget.value)}
        />
      </Group>
      {history.isPending && <Loading rows={4} />}
      {history.error && <ErrorState error={history.error} onRetry={() => void history.refetch()} />}
      {history.data?.alerts.length === 0 && <EmptyState icon={IconHistory} title="Nothing fired in this time" />}
      {history.data && history.data.alerts.length > 0 && (
        <>
          <FiringTable firings={history.data.alerts} isOfOneRule={ruleId !== undefined} />
          {history.data.total > history.data.alerts.length && (
            <Text size="sm" c="dimmed">
              The newest {formatCount(history.data.alerts.length)} of {formatCount(history.data.total)}.
            </Text>
          )}
        </>
      )}
    </Stack>
  );
}

const toSeverity = (text: string): Severity | null => SEVERITIES.find((one) => one === text) ?? null;

function FiringTable({ firings, isOfOneRule }: { firings: readonly Firing[]; isOfOneRule: boolean }) {
  return (
    <Table.ScrollContainer minWidth={860}>
      <Table verticalSpacing="xs" highlightOnHover aria-label="History">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={165}>Fired</Table.Th>
            <Table.Th w={210}>State</Table.Th>
            <Table.Th w={110}>Severity</Table.Th>
            {!isOfOneRule && <Table.Th>Rule</Table.Th>}
            <Table.Th>What was found</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {firings.map((firing) => (
            <Row key={firing.id} firing={firing} isOfOneRule={isOfOneRule} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Row({ firing, isOfOneRule }: { firing: Firing; isOfOneRule: boolean }) {
  const isOn = firing.resolved_at === null;
  return (
    <Table.Tr>
      <Table.Td className="tabular">
        <TextLink to="/alerts/firings/$firingId" params={{ firingId: firing.id }}>
          {formatMinute(firing.fired_at)}
        </TextLink>
      </Table.Td>
      <Table.Td>
        <StateBadge state={isOn ? "firing" : "resolved"} />
        <Text size="xs" c="dimmed">
          {isOn ? "for" : "after"} {formatLength(firing, readNow())}
          {firing.acknowledged_at !== null && ", acknowledged"}
        </Text>
      </Table.Td>
      <Table.Td>
        <SeverityBadge severity={firing.severity} />
      </Table.Td>
      {!isOfOneRule && <Table.Td className="untrusted">{firing.rule_name}</Table.Td>}
      <Table.Td>
        <Text size="sm" className="untrusted">
          {firing.message}
        </Text>
      </Table.Td>
    </Table.Tr>
  );
}
