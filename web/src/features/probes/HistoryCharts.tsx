import { Group, Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useMemo } from "react";
import { ChartCard, type Drawing, HUES } from "@/components/Chart";
import { formatCount, formatDuration, formatScore } from "@/format/numbers";
import type { Uptime } from "./probes";
import { UptimeStrip } from "./UptimeStrip";
import { describeRuns, formatUptime } from "./words";

/** How a probe fared: its uptime, its latency, and what judges thought of it. */
export function HistoryCharts({ name, uptime }: { name: string; uptime: Uptime }) {
  const latency = useMemo(() => toLatency(uptime), [uptime]);
  const scores = useMemo(() => toScores(uptime), [uptime]);
  return (
    <Stack gap="md">
      <Paper withBorder p="sm" component="section" aria-label="Uptime">
        <Group justify="space-between" mb="xs">
          <Group gap="xs" align="baseline">
            <Title order={2} size="h3">
              Uptime
            </Title>
            <Text size="xs" c="dimmed">
              {describeRuns(uptime.whole)}
            </Text>
          </Group>
          <Text fw={600} className="tabular">
            {formatUptime(uptime.whole.uptime)}
          </Text>
        </Group>
        <UptimeStrip name={name} uptime={uptime} isTall />
      </Paper>
      <SimpleGrid cols={{ base: 1, md: scores.lines.length > 0 ? 2 : 1 }}>
        <ChartCard title="Latency" label="Latency of the target over time" drawing={latency} noteOf={(i) => `${formatCount(uptime.steps[i]?.runs ?? 0)} runs`} />
        {scores.lines.length > 0 && <ChartCard title="Scores" label="Scores of the answers over time" drawing={scores} />}
      </SimpleGrid>
    </Stack>
  );
}

const toSteps = ({ steps, step_s: stepS }: Uptime): Drawing["steps"] => {
  const starts = steps.map(({ at }) => Date.parse(at));
  const lengthMs = stepS * 1000;
  return { starts, lengthMs, fromMs: starts[0] ?? 0, toMs: (starts.at(-1) ?? 0) + lengthMs };
};

const toLatency = (uptime: Uptime): Drawing => ({
  steps: toSteps(uptime),
  lines: [
    { label: "p50", hue: "cyan", values: uptime.steps.map((step) => step.latency_ms_p50) },
    { label: "p95", hue: "violet", values: uptime.steps.map((step) => step.latency_ms_p95) },
  ],
  isStacked: false,
  format: formatDuration,
});

const toScores = (uptime: Uptime): Drawing => ({
  steps: toSteps(uptime),
  lines: Object.keys(uptime.whole.scores).map((name, place) => ({
    label: name,
    hue: HUES[place % HUES.length] ?? "cyan",
    values: uptime.steps.map((step) => step.scores[name] ?? null),
  })),
  isStacked: false,
  format: formatScore,
});
