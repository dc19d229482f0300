import { queryOptions } from "@tanstack/react-query";
import { type MetricFilter, readMetrics } from "@/api/metrics";
import type { ScoreType } from "./scores";

/** What the scores of one name and type come to. */
export interface ScoreName {
  name: string;
  type: ScoreType;
  count: number;
  mean: number | null;
  low: number | null;
  high: number | null;
}

/** So many scores have values from `low` to `high`, or this word. */
export interface Bin {
  label: string;
  count: number;
  low?: number;
  high?: number;
  value?: string;
}

interface Bounds {
  from: Date;
  to: Date;
}

const times = ({ from, to }: Bounds) => ({ fromTimestamp: from.toISOString(), toTimestamp: to.toISOString() });
const COUNT = { measure: "count", aggregation: "sum" } as const;

/** Every name that scores of a time have, the most used first. */
export const namesQuery = (bounds: Bounds) =>
  queryOptions({
    queryKey: ["score names", bounds],
    queryFn: async ({ signal }) => {
      const [numbers, words] = await Promise.all([readNumbers(bounds, signal), readWords(bounds, signal)]);
      return [...numbers, ...words].sort((one, other) => other.count - one.count);
    },
  });

interface NumberRow {
  name: string;
  dataType: ScoreType;
  sum_count: number;
  avg_value: number | null;
  min_value: number | null;
  max_value: number | null;
}

async function readNumbers(bounds: Bounds, signal: AbortSignal): Promise<ScoreName[]> {
  const aggregations = ["avg", "min", "max"] as const;
  const rows = await readMetrics<NumberRow>(
    {
      view: "scores-numeric",
      metrics: [COUNT, ...aggregations.map((aggregation) => ({ measure: "value", aggregation }))],
      dimensions: [{ field: "name" }, { field: "dataType" }],
      config: { row_limit: 1000 },
      ...times(bounds),
    },
    signal,
  );
  return rows.map((row) => ({
    name: row.name,
    type: row.dataType,
    count: row.sum_count,
    mean: row.avg_value,
    low: row.min_value,
    high: row.max_value,
  }));
}

async function readWords(bounds: Bounds, signal: AbortSignal): Promise<ScoreName[]> {
  const rows = await readMetrics<{ name: string; dataType: ScoreType; sum_count: number }>(
    {
      view: "scores-categorical",
      metrics: [COUNT],
      dimensions: [{ field: "name" }, { field: "dataType" }],
      config: { row_limit: 1000 },
      ...times(bounds),
    },
    signal,
  );
  return rows.map((row) => ({ name: row.name, type: row.dataType, count: row.sum_count, mean: null, low: null, high: null }));
}

/** How the values of one name lie. */
export const distributionQuery = (name: string, type: string, bounds: Bounds) =>
  queryOptions({
    queryKey: ["score distribution", name, type, bounds],
    queryFn: ({ signal }) => (type === "NUMERIC" ? readBins(name, bounds, signal) : readValues(name, type, bounds, signal)),
  });

const filtersOf = (name: string, type: string): MetricFilter[] => [
  { type: "string", column: "name", operator: "=", value: name },
  { type: "string", column: "dataType", operator: "=", value: type },
];

async function readBins(name: string, bounds: Bounds, signal: AbortSignal): Promise<Bin[]> {
  const [row] = await readMetrics<{ histogram_value: [number, number, number][] | null }>(
    {
      view: "scores-numeric",
      metrics: [{ measure: "value", aggregation: "histogram" }],
      filters: filtersOf(name, "NUMERIC"),
      config: { bins: 16 },
      ...times(bounds),
    },
    signal,
  );
  return toBins(row?.histogram_value ?? []);
}

/** Bins as the store gives them: from, to, and a count that it estimates. */
export function toBins(found: readonly (readonly [number, number, number])[]): Bin[] {
  return found.map(([low, high, count]) => ({
    label: low === high ? short(low) : `${short(low)} to ${short(high)}`,
    count: Math.round(count),
    low,
    high,
  }));
}

/** How wide and how high bars are, as shares: their area tells the count, for bins are of different widths. */
export function toSizes(bins: readonly Bin[]): { width: number; height: number }[] {
  const spans = bins.map(({ low, high }) => (high ?? 0) - (low ?? 0));
  const areContinuous = spans.every((span) => span > 0);
  const all = spans.reduce((sum, span) => sum + span, 0);
  const widths = spans.map((span) => (areContinuous ? Math.max(span / all, 0.02) : 1));
  const heights = bins.map(({ count }, index) => (areContinuous ? count / (spans[index] ?? 1) : count));
  const most = Math.max(...heights, Number.MIN_VALUE);
  return heights.map((height, index) => ({ width: widths[index] ?? 1, height: height / most }));
}

const short = (value: number) => String(Number(value.toPrecision(3)));

async function readValues(name: string, type: string, bounds: Bounds, signal: AbortSignal): Promise<Bin[]> {
  const isBoolean = type === "BOOLEAN";
  const field = isBoolean ? "booleanValue" : "stringValue";
  const rows = await readMetrics<Record<string, string | boolean | null> & { sum_count: number }>(
    {
      view: isBoolean ? "scores-boolean" : "scores-categorical",
      metrics: [COUNT],
      dimensions: [{ field }],
      filters: filtersOf(name, type),
      config: { row_limit: 50 },
      orderBy: [{ field: "sum_count", direction: "desc" }],
      ...times(bounds),
    },
    signal,
  );
  return rows.map((row) => ({ label: String(row[field] ?? "–"), count: row.sum_count, value: String(row[field] ?? "") }));
}
