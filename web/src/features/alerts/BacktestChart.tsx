import { Center, Text } from "@mantine/core";
import { type ReactNode, useMemo } from "react";
import { ChartCard } from "@/components/Chart";
import { formatCount } from "@/format/numbers";
import type { Backtest, Measure, RuleType } from "./alerts";
import { toDrawing } from "./backtest";

interface Given {
  backtest: Backtest;
  type: RuleType;
  measure: Measure | null;
  title: string;
  children?: ReactNode;
  height?: number;
}

/** What a rule would have measured look by look, its limit, and when it would have fired. */
export function BacktestChart({ backtest, type, measure, title, children, height }: Given) {
  const drawing = useMemo(() => toDrawing(backtest, type, measure), [backtest, type, measure]);
  const isEmpty = backtest.series.every(({ points }) => points.every(({ value }) => value === null));
  return (
    <ChartCard
      title={title}
      label="The value at every look, the limit, and when the rule fires"
      drawing={drawing}
      height={height}
      noteOf={(i) => describeSamples(backtest, i)}
      empty={
        isEmpty && (
          <Center h={height ?? 190}>
            <Text size="sm" c="dimmed">
              There was too little to measure in this time.
            </Text>
          </Center>
        )
      }
    >
      {children}
    </ChartCard>
  );
}

function describeSamples({ series }: Backtest, at: number): string {
  const [only] = series;
  if (only === undefined || series.length > 1) return "";
  return `${formatCount(only.points[at]?.samples)} samples`;
}
