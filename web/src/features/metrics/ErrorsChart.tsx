import { useMemo } from "react";
import { Center, Text } from "@mantine/core";
import { ChartCard } from "@/components/Chart";
import { formatCount, formatPercent } from "@/format/numbers";
import { toTimeSearch, type TraceSearch } from "./links";
import type { Series } from "./series";
import { StepLink } from "./StepLink";
import { OTHER_ERRORS, toErrorLines, toStepBounds, toSteps } from "./steps";
import type { View } from "./view";

/** What traces failed of. */
export function ErrorsChart({ view: { series, zoom, openTraces } }: { view: View }) {
  const lines = useMemo(() => toErrorLines(series), [series]);
  const drawing = useMemo(() => ({ steps: toSteps(series), lines, isStacked: true, isWhole: true, format: formatCount }), [series, lines]);
  const { failed, traces } = series.whole;
  const typeOf = (line: number | null) => (line === null ? undefined : lines[line]?.label);
  return (
    <ChartCard
      title="Errors by type"
      aside={traces > 0 ? `${formatCount(failed)} of ${formatCount(traces)} traces, ${formatPercent(failed / traces)}` : undefined}
      label="Failed traces over time, by the type of the error"
      drawing={drawing}
      hint="Click: these traces"
      onZoom={zoom}
      onPick={(i, line) => openTraces(toFailed(series, i, typeOf(line)))}
      linkTo={(i, text) => <StepLink search={toFailed(series, i, undefined)} text={text} />}
      empty={
        failed === 0 && (
          <Center h="100%">
            <Text size="sm" c="dimmed">
              No trace failed in this time.
            </Text>
          </Center>
        )
      }
    />
  );
}

function toFailed(series: Series, index: number, type: string | undefined): TraceSearch {
  const time = { ...toTimeSearch(toStepBounds(series, index)), status: "error" };
  return type === undefined || type === OTHER_ERRORS ? time : { ...time, error_type: type };
}
