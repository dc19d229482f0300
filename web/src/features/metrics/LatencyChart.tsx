import { useMemo } from "react";
import { ChartCard, type Drawing } from "@/components/Chart";
import { formatCount, formatDuration } from "@/format/numbers";
import { atLeast, toTimeSearch, type TraceSearch } from "./links";
import type { Series } from "./series";
import { StepLink } from "./StepLink";
import { lineBefore, toStepBounds, toSteps, toValues, toValuesBefore } from "./steps";
import type { View } from "./view";

const PERCENTILES = [
  { label: "p50", key: "p50_ms", hue: "cyan" },
  { label: "p95", key: "p95_ms", hue: "violet" },
  { label: "p99", key: "p99_ms", hue: "orange" },
] as const;

/** How long traces took: half, 95 and 99 of a hundred were quicker. */
export function LatencyChart({ view: { series, before, zoom, openTraces } }: { view: View }) {
  const drawing = useMemo(() => toDrawing(series, before), [series, before]);
  return (
    <ChartCard
      title="Latency"
      aside={`${formatCount(series.whole.latency_count)} traces that ended`}
      label="Percentiles of latency over time"
      drawing={drawing}
      noteOf={(i) => `${formatCount(series.steps[i]?.latency_count)} traces`}
      hint="Click a line: traces that took as long or longer"
      onZoom={zoom}
      onPick={(i, line) => openTraces(toSlow(series, i, line))}
      linkTo={(i, text) => <StepLink search={toSlow(series, i, 1)} text={text} />}
    />
  );
}

function toDrawing(series: Series, before: Series | undefined): Drawing {
  return {
    steps: toSteps(series),
    lines: [
      ...PERCENTILES.map(({ label, key, hue }) => ({ label, hue, values: toValues(series, (step) => step[key] ?? null) })),
      ...lineBefore("p95 before", "gray", toValuesBefore(series, before, (step) => step.p95_ms ?? null)),
    ],
    isStacked: false,
    format: formatDuration,
  };
}

function toSlow(series: Series, index: number, line: number | null): TraceSearch {
  const time = toTimeSearch(toStepBounds(series, index));
  const key = PERCENTILES[line ?? -1]?.key;
  const least = key && series.steps[index]?.[key];
  return typeof least === "number" ? { ...time, min_latency_ms: atLeast(least) } : time;
}
