import { useMemo } from "react";
import { ChartCard, type Drawing } from "@/components/Chart";
import { formatCount, formatPercent } from "@/format/numbers";
import { toTimeSearch, type TraceSearch } from "./links";
import type { Series } from "./series";
import { StepLink } from "./StepLink";
import { lineBefore, toStepBounds, toSteps, toValues, toValuesBefore } from "./steps";
import type { View } from "./view";

const STATUSES = ["success", "error"];

/** How many traces there were, and how many failed. */
export function TrafficChart({ view: { series, before, zoom, openTraces } }: { view: View }) {
  const drawing = useMemo(() => toDrawing(series, before), [series, before]);
  return (
    <ChartCard
      title="Traffic"
      aside={`${formatCount(series.whole.traces)} traces`}
      label="Traces over time, succeeded and failed"
      drawing={drawing}
      noteOf={(i) => toNote(series, i)}
      hint="Click: these traces"
      onZoom={zoom}
      onPick={(i, line) => openTraces(toTraces(series, i, line))}
      linkTo={(i, text) => <StepLink search={toTraces(series, i, null)} text={text} />}
    />
  );
}

function toDrawing(series: Series, before: Series | undefined): Drawing {
  return {
    steps: toSteps(series),
    lines: [
      { label: "Succeeded", hue: "cyan", values: toValues(series, (step) => step.traces - step.failed) },
      { label: "Failed", hue: "red", values: toValues(series, (step) => step.failed) },
      ...lineBefore("All before", "gray", toValuesBefore(series, before, (step) => step.traces)),
    ],
    isStacked: true,
    format: formatCount,
    isWhole: true,
  };
}

function toNote(series: Series, index: number): string {
  const step = series.steps[index];
  return step && step.traces > 0 ? `${formatPercent(step.failed / step.traces)} of ${formatCount(step.traces)} failed` : "No traces";
}

function toTraces(series: Series, index: number, line: number | null): TraceSearch {
  const status = line === null ? undefined : STATUSES[line];
  return { ...toTimeSearch(toStepBounds(series, index)), ...(status !== undefined && { status }) };
}
