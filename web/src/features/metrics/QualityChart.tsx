import { Select } from "@mantine/core";
import { useMemo } from "react";
import { ChartCard, type Drawing } from "@/components/Chart";
import { formatCount, formatNumber } from "@/format/numbers";
import { atMost, toTimeSearch, type TraceSearch } from "./links";
import { lineBefore, toStepBounds, toSteps, toValues, toValuesBefore } from "./steps";
import type { Series, Step } from "./series";
import { StepLink } from "./StepLink";
import type { View } from "./view";

interface Given {
  view: View;
  score: string | undefined;
  onScore: (score: string | undefined) => void;
}

const mean = (step: Step) => step.quality.avg ?? null;

/** How good answers were: the mean of their scores, from the lowest to the highest. */
export function QualityChart({ view, score, onScore }: Given) {
  const { series, before, zoom, openTraces } = view;
  const drawing = useMemo(() => toDrawing(series, before, score), [series, before, score]);
  const names = series.scores.map(({ name }) => name);
  return (
    <ChartCard
      title={score === undefined ? "Quality" : `Score: ${score}`}
      aside={`${formatCount(series.whole.quality.count)} scores`}
      label={`Mean, lowest and highest ${score ?? "quality"} over time`}
      drawing={drawing}
      noteOf={(i) => toNote(series.steps[i])}
      hint="Click: traces at or below the mean"
      onZoom={zoom}
      onPick={(i) => openTraces(toWorst(series, i, score))}
      linkTo={(i, text) => <StepLink search={toWorst(series, i, score)} text={text} />}
    >
      <Select
        size="xs"
        w={170}
        aria-label="Score to show"
        value={score ?? ""}
        data={[{ value: "", label: "All of quality" }, ...new Set(score === undefined ? names : [score, ...names])]}
        onChange={(chosen) => onScore(chosen === null || chosen === "" ? undefined : chosen)}
        allowDeselect={false}
        searchable
      />
    </ChartCard>
  );
}

function toDrawing(series: Series, before: Series | undefined, score: string | undefined): Drawing {
  return {
    steps: toSteps(series),
    lines: [
      { label: "Mean", hue: "blue", values: toValues(series, mean) },
      ...lineBefore("Mean before", "gray", toValuesBefore(series, before, mean)),
    ],
    band: {
      label: "Lowest to highest",
      hue: "blue",
      low: toValues(series, (step) => step.quality.min ?? null),
      high: toValues(series, (step) => step.quality.max ?? null),
    },
    isStacked: false,
    format: (value) => formatNumber(value, 2),
    range: score === undefined ? [0, 1] : undefined,
  };
}

function toNote(step: Step | undefined): string {
  if (!step || step.quality.count === 0) return "No scores";
  const lowest = step.quality.lowest_name;
  return `${formatCount(step.quality.count)} ${step.quality.count === 1 ? "score" : "scores"}${lowest ? `; lowest: ${lowest}` : ""}`;
}

// A score comes a little after the trace that it judges.
const JUDGED_WITHIN_MS = 10 * 60_000;

/** The traces that pull a step down: those at or below its mean in its lowest score. */
function toWorst(series: Series, index: number, score: string | undefined): TraceSearch {
  const quality = series.steps[index]?.quality;
  const name = score ?? quality?.lowest_name ?? undefined;
  const time = toTimeSearch(toStepBounds(series, index, JUDGED_WITHIN_MS));
  return name === undefined || quality?.avg === null || quality?.avg === undefined
    ? time
    : { ...time, score: name, score_max: atMost(quality.avg) };
}
