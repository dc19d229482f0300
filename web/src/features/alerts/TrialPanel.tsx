import { Alert, Badge, Group, NativeSelect, Paper, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ErrorState } from "@/components/ErrorState";
import { Interval } from "@/components/Interval";
import { Loading } from "@/components/Loading";
import { formatMinute } from "@/format/times";
import { type Backtest, backtestQuery, type Glance, type Preview, previewQuery, type RuleType, type Tried } from "./alerts";
import { describeBacktest } from "./backtest";
import { BacktestChart } from "./BacktestChart";
import { Labels } from "./Badges";
import { toFoundScale } from "./scale";
import { describeLabels, explainChance, explainFound, formatMinutes, formatOf } from "./words";

interface Given {
  tried: Tried;
  type: RuleType;
}

/** What a rule would say now, and what it would have said: asked anew whenever the rule changes. */
export function TrialPanel({ tried, type }: Given) {
  const preview = useQuery(previewQuery(tried));
  // The form says what is wrong with its fields.
  if (preview.error) return <ErrorState error={preview.error} title="This rule can mean nothing yet" />;
  if (preview.data === undefined) return <Loading rows={3} height={60} />;
  return (
    <Stack gap="sm">
      <Now preview={preview.data} type={type} isStored={"rule_id" in tried} />
      <Before tried={tried} type={type} measure={preview.data.measure} />
    </Stack>
  );
}

const SHOWN_GROUPS = 5;

function Now({ preview, type, isStored }: { preview: Preview; type: RuleType; isStored: boolean }) {
  const { looks, measure, warnings } = preview;
  return (
    <Paper withBorder p="sm" component="section" aria-label="Now" aria-live="polite">
      <Stack gap="sm">
        {looks.slice(0, SHOWN_GROUPS).map((look) => (
          <Look key={describeLabels(look.labels)} look={look} type={type} measure={measure} isStored={isStored} />
        ))}
        {looks.length === 0 && <Text size="sm">There is no group yet: nothing of this time is what the rule measures.</Text>}
        {looks.length > SHOWN_GROUPS && (
          <Text size="xs" c="dimmed">
            Of {looks.length} groups, those with the most samples.
          </Text>
        )}
        {warnings.map((warning) => (
          <Alert key={warning} color="yellow" p="xs">
            <span className="untrusted">{warning}</span>
          </Alert>
        ))}
      </Stack>
    </Paper>
  );
}

const OUTCOMES: Record<Glance["outcome"], { title: string; ofStored: string; color: string }> = {
  crossed: { title: "Would fire now", ofStored: "Beyond the limit", color: "red" },
  within: { title: "Would not fire yet", ofStored: "Open", color: "yellow" },
  recovered: { title: "Would not fire now", ofStored: "Fine", color: "teal" },
  missing: { title: "Too little to say", ofStored: "Too little to say", color: "gray" },
};

function Look({ look, type, measure, isStored }: { look: Glance; type: RuleType; measure: Preview["measure"]; isStored: boolean }) {
  const { title, ofStored, color } = OUTCOMES[look.outcome];
  const found = { ...look, rule_type: type, measure };
  const chance = explainChance(look);
  return (
    <div>
      <Group gap="xs" mb={4}>
        <Badge variant="light" color={color}>
          {isStored ? ofStored : title}
        </Badge>
        <Labels labels={look.labels} />
      </Group>
      <Text size="sm">{explainFound(found)}</Text>
      {look.value !== null && <Interval estimate={look} {...toFoundScale(found)} marks={[{ at: look.threshold, name: "limit" }]} format={formatOf(type, measure)} />}
      {chance && (
        <Text size="xs" c="dimmed">
          {chance}
        </Text>
      )}
    </div>
  );
}

const TIMES = [
  { value: "6", label: "Last 6 hours" },
  { value: "24", label: "Last 24 hours" },
  { value: "168", label: "Last 7 days" },
  { value: "720", label: "Last 30 days" },
];

function Before({ tried, type, measure }: Given & { measure: Preview["measure"] }) {
  const [hours, setHours] = useState("24");
  const backtest = useQuery(backtestQuery(tried, Number(hours)));
  if (backtest.error) return <ErrorState error={backtest.error} onRetry={() => void backtest.refetch()} />;
  if (backtest.data === undefined) return <Loading rows={1} height={240} />;
  return (
    <Stack gap="xs">
      <BacktestChart backtest={backtest.data} type={type} measure={measure} title="Backtest">
        <NativeSelect size="xs" aria-label="Time of the backtest" data={TIMES} value={hours} onChange={(event) => setHours(event.currentTarget.value)} />
      </BacktestChart>
      <Episodes backtest={backtest.data} type={type} measure={measure} />
    </Stack>
  );
}

const SHOWN_EPISODES = 5;

function Episodes({ backtest, type, measure }: { backtest: Backtest; type: RuleType; measure: Preview["measure"] }) {
  const { episodes, step_minutes: step, groups_left_out: isCut } = backtest;
  const format = formatOf(type, measure);
  return (
    <section aria-label="When it would have fired">
      <Title order={3} size="sm">
        {describeBacktest(backtest)}
      </Title>
      {episodes.slice(-SHOWN_EPISODES).map(({ fired_at: at, minutes, value, labels }) => (
        <Text key={`${at} ${describeLabels(labels)}`} size="xs" className="tabular untrusted">
          {formatMinute(at)}, for {formatMinutes(minutes)}
          {value !== null && `, at worst ${format(value)}`} {describeLabels(labels)}
        </Text>
      ))}
      <Text size="xs" c="dimmed">
        {episodes.length > SHOWN_EPISODES && `The last ${SHOWN_EPISODES} of ${episodes.length}. `}
        {step > 1 && `Looked at every ${formatMinutes(step)}. `}
        {isCut && "Only the ten largest groups are replayed."}
      </Text>
    </section>
  );
}
