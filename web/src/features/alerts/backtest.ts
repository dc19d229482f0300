/** A replay of a rule as a chart: its values, its limit, and when it fires. */

import { type Drawing, type Hue, HUES, type Line, type Values } from "@/components/Chart";
import { formatDuration } from "@/format/numbers";
import type { Backtest, Measure, RuleType } from "./alerts";
import { describeLabels, formatOf } from "./words";

type Series = Backtest["series"][number];

const LIMIT = "Limit";
// Beside red, which is the limit's.
const GROUP_HUES: readonly Hue[] = HUES.filter((hue) => hue !== "red");
const SHARES: readonly Measure[] = ["quality", "score"];

/** What a replay draws: a line for each group, the limit, and a band where the only group fires. */
export function toDrawing(backtest: Backtest, type: RuleType, measure: Measure | null): Drawing {
  const { series } = backtest;
  const count = Math.max(0, ...series.map(({ points }) => points.length));
  const [from, to] = [Date.parse(backtest.start), Date.parse(backtest.end)];
  const lengthMs = (to - from) / Math.max(1, count);
  const [only] = series.length === 1 ? series : [];
  return {
    steps: { starts: Array.from({ length: count }, (_, i) => from + i * lengthMs), lengthMs, fromMs: from, toMs: to },
    lines: [...series.map((one, at) => toLine(one, at, only !== undefined)), toLimit(series)],
    band: only && toBand(only),
    isStacked: false,
    format: formatOf(type, measure),
    range: measure !== null && SHARES.includes(measure) && isShare(series) ? [0, 1] : undefined,
  };
}

function toLine({ labels, points }: Series, at: number, isOnly: boolean): Line {
  const label = isOnly ? "Value" : describeLabels(labels);
  return { label, hue: isOnly ? "blue" : (GROUP_HUES[at % GROUP_HUES.length] ?? "blue"), values: points.map(({ value }) => value) };
}

/** The limit of each look: that of a change follows what it is compared with. */
const toLimit = (series: readonly Series[]): Line => ({ label: LIMIT, hue: "red", values: (series[0]?.points ?? []).map(({ threshold }) => threshold) });

/** From the bottom to the top, for as long as it fires: it goes on while nothing comes that could end it. */
function toBand({ points }: Series): Drawing["band"] {
  if (!points.some(({ state }) => state === "firing")) return undefined;
  const heights = points.flatMap(({ value, threshold }) => (value === null ? [threshold] : [value, threshold]));
  const during = (height: number): Values => points.map(({ state }) => (state === "firing" ? height : null));
  return { label: "Firing", hue: "red", low: during(Math.min(0, ...heights)), high: during(Math.max(...heights)) };
}

const isShare = (series: readonly Series[]) => series.every(({ points }) => points.every(({ value }) => value === null || (value >= 0 && value <= 1)));

/** Would have fired 3 times, for 42 min in all. */
export function describeBacktest({ fired, minutes_firing: minutes, episodes }: Backtest): string {
  if (fired === 0) return "It would not have fired.";
  const times = fired === 1 ? "once" : `${fired} times`;
  const isOn = episodes.some(({ resolved_at: end }) => end === null) ? ", and would fire now" : "";
  return `It would have fired ${times}, for ${formatDuration(minutes * 60_000)} in all${isOn}.`;
}
