import { read } from "./client";

type View = "observations" | "scores-numeric" | "scores-boolean" | "scores-categorical";
type Aggregation = "sum" | "avg" | "count" | "max" | "min" | "p50" | "p95" | "p99" | "histogram" | "uniq";

export interface MetricFilter {
  column: string;
  operator: string;
  value: string | number | string[];
  type: "string" | "number" | "stringOptions";
}

export interface MetricQuery {
  view: View;
  metrics: { measure: string; aggregation: Aggregation }[];
  dimensions?: { field: string }[];
  filters?: MetricFilter[];
  timeDimension?: { granularity: "auto" | "minute" | "hour" | "day" | "week" | "month" };
  fromTimestamp: string;
  toTimestamp: string;
  orderBy?: { field: string; direction: "asc" | "desc" }[];
  config?: { bins?: number; row_limit?: number };
}

/** Figures of any view, grouped as asked: a row per group, each figure under `<aggregation>_<measure>`. */
export async function readMetrics<Row>(query: MetricQuery, signal?: AbortSignal): Promise<Row[]> {
  const { data } = await read<{ data: Row[] }>("/api/public/v2/metrics", { query: JSON.stringify(query) }, signal);
  return data;
}
