import { Alert, Group, NativeSelect, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { IconSparkles } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useSearchText } from "@/app/searchText";
import { EmptyState } from "@/components/EmptyState";
import { ErrorState } from "@/components/ErrorState";
import { Loading } from "@/components/Loading";
import { StatCard } from "@/components/StatCard";
import { formatCount, formatNumber, formatPercent } from "@/format/numbers";
import { ExampleUses } from "./ExampleUses";
import { type Order, type Usage, usageQuery, type Verdict } from "./fewShot";
import { TypeUses } from "./TypeUses";
import { ORDERS, VERDICTS } from "./words";

const HOURS = [
  { value: "24", label: "Last 24 hours" },
  { value: "168", label: "Last 7 days" },
  { value: "720", label: "Last 30 days" },
  { value: "2160", label: "Last 90 days" },
];
const USUAL_HOURS = "168";

/** Which examples prompts were given, and what they did to the quality of answers. */
export function UsagePanel() {
  const [hours, setHours] = useSearchText("hours");
  const [order, setOrder] = useSearchText("order");
  const [verdict, setVerdict] = useSearchText("verdict");
  const asked = {
    hours: Number(hours || USUAL_HOURS),
    order: (order in ORDERS ? order : "uses") as Order,
    verdict: verdict in VERDICTS ? (verdict as Verdict) : null,
  };
  const usage = useQuery(usageQuery(asked));
  return (
    <Stack>
      <Group align="end">
        <NativeSelect size="xs" label="Traces of" data={HOURS} value={hours || USUAL_HOURS} onChange={(event) => setHours(event.currentTarget.value)} />
        <NativeSelect size="xs" label="Order" data={toChoices(ORDERS)} value={asked.order} onChange={(event) => setOrder(event.currentTarget.value)} />
        <NativeSelect
          size="xs"
          label="Examples"
          data={[{ value: "", label: "All" }, ...Object.entries(VERDICTS).map(([value, { label }]) => ({ value, label }))]}
          value={asked.verdict ?? ""}
          onChange={(event) => setVerdict(event.currentTarget.value)}
        />
      </Group>
      {usage.isPending && <Loading rows={6} />}
      {usage.error && <ErrorState error={usage.error} onRetry={() => void usage.refetch()} />}
      {usage.data && (usage.data.traces === 0 ? <NoUse /> : <Shown usage={usage.data} />)}
    </Stack>
  );
}

const toChoices = (labels: Readonly<Record<string, string>>) => Object.entries(labels).map(([value, label]) => ({ value, label }));

function NoUse() {
  return (
    <EmptyState
      icon={IconSparkles}
      title="No prompt was given examples in this time"
      text={
        <>
          <code>inject_few_shot(base_prompt, query, dialogue_mode)</code> from <code>ratchet</code> puts the best answers of a dataset into a
          prompt, and says on the trace which they were. Try a query to see what it would get.
        </>
      }
    />
  );
}

function Shown({ usage }: { usage: Usage }) {
  return (
    <>
      <Figures usage={usage} />
      {usage.doubts.map((doubt) => (
        <Alert key={doubt} color="yellow" variant="light" className="untrusted">
          {doubt}
        </Alert>
      ))}
      <Title order={2}>By type of query</Title>
      <TypeUses types={usage.types} />
      <Title order={2}>Examples</Title>
      {usage.examples.length === 0 ? <Text size="sm">None of them.</Text> : <ExampleUses examples={usage.examples} />}
      {usage.total > usage.examples.length && (
        <Text size="sm" c="dimmed">
          The first {formatCount(usage.examples.length)} of {formatCount(usage.total)}.
        </Text>
      )}
    </>
  );
}

function Figures({ usage }: { usage: Usage }) {
  const { traces, held_out: heldOut, uplift, flagged, total, looked_at: lookedAt } = usage;
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }}>
      <StatCard label="Uplift of quality" value={formatChange(uplift.value)} sample={describeRange(uplift)} />
      <StatCard label="Traces with prompts for examples" value={formatCount(traces)} sample={lookedAt === "all" ? undefined : `${lookedAt} looked at`} />
      <StatCard label="Held out" value={formatCount(heldOut)} sample={`${formatPercent(heldOut / traces)} of them`} />
      <StatCard label="Examples that hurt" value={formatCount(flagged)} sample={`of those used; ${formatCount(total)} in the list`} />
    </SimpleGrid>
  );
}

const formatChange = (value: number | null) => `${value !== null && value > 0 ? "+" : ""}${formatNumber(value, 3)}`;

function describeRange({ low, high, samples }: Usage["uplift"]): string {
  const range = low === null || high === null ? "" : `95 %: ${formatChange(low)} to ${formatChange(high)}, `;
  return `${range}n = ${formatCount(samples)}`;
}
