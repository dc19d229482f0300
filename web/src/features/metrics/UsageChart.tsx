import { useMemo } from "react";
import { ChartCard, type Hue } from "@/components/Chart";
import { formatCost, formatCount } from "@/format/numbers";
import { toTimeSearch } from "./links";
import type { Step } from "./series";
import { StepLink } from "./StepLink";
import { lineBefore, toStepBounds, toSteps, toValues, toValuesBefore } from "./steps";
import type { View } from "./view";

interface Usage {
  title: string;
  hue: Hue;
  read: (step: Step) => number;
  format: (value: number) => string;
}

const COST: Usage = { title: "Cost", hue: "violet", read: (step) => step.cost_usd, format: formatCost };
const TOKENS: Usage = { title: "Tokens", hue: "blue", read: (step) => step.tokens, format: formatCount };

export const CostChart = ({ view }: { view: View }) => <UsageChart view={view} usage={COST} />;
export const TokensChart = ({ view }: { view: View }) => <UsageChart view={view} usage={TOKENS} />;

/** What calls of models came to. */
function UsageChart({ view: { series, before, zoom, openTraces }, usage }: { view: View; usage: Usage }) {
  const { title, hue, read, format } = usage;
  const drawing = useMemo(
    () => ({
      steps: toSteps(series),
      lines: [
        { label: title, hue, values: toValues(series, read) },
        ...lineBefore(`${title} before`, "gray", toValuesBefore(series, before, read)),
      ],
      isStacked: true,
      isWhole: format === formatCount,
      format,
    }),
    [series, before, title, hue, read, format],
  );
  return (
    <ChartCard
      title={title}
      aside={`${format(title === "Cost" ? series.whole.cost_usd : series.whole.tokens)} in ${formatCount(series.whole.spans)} spans`}
      label={`${title} over time`}
      drawing={drawing}
      height={150}
      noteOf={(i) => `${formatCount(series.steps[i]?.spans)} spans`}
      hint="Click: the traces of this time"
      onZoom={zoom}
      onPick={(i) => openTraces(toTimeSearch(toStepBounds(series, i)))}
      linkTo={(i, text) => <StepLink search={toTimeSearch(toStepBounds(series, i))} text={text} />}
    />
  );
}
