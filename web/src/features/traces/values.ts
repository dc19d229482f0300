import { queryOptions } from "@tanstack/react-query";
import { api, read, unwrap } from "@/api/client";
import type { FilterName } from "./filters";

const VALUES_MAX = 200;
const HOUR_MS = 3_600_000;

interface Source {
  version: "" | "v2/";
  view: string;
  dimension: string;
}

// Where the values of a field are counted.
const SOURCES: Partial<Record<FilterName, Source>> = {
  name: { version: "", view: "traces", dimension: "name" },
  user: { version: "", view: "traces", dimension: "userId" },
  session: { version: "", view: "traces", dimension: "sessionId" },
  tag: { version: "", view: "traces", dimension: "tags" },
  environment: { version: "", view: "traces", dimension: "environment" },
  release: { version: "", view: "traces", dimension: "release" },
  version: { version: "", view: "traces", dimension: "version" },
  model: { version: "v2/", view: "observations", dimension: "providedModelName" },
  score: { version: "v2/", view: "scores-numeric", dimension: "name" },
};

/** The values that a field has in a stretch of time, the most frequent first. */
export const valuesQuery = (name: FilterName, from: Date, to: Date) =>
  queryOptions({
    queryKey: ["traces", "values", name, from.getTime(), to.getTime()],
    queryFn: ({ signal }) => (name === "error_type" ? readErrorTypes(from, to, signal) : readValues(SOURCES[name], from, to, signal)),
    staleTime: 60_000,
  });

async function readValues(source: Source | undefined, from: Date, to: Date, signal: AbortSignal): Promise<string[]> {
  if (!source) return [];
  const query = JSON.stringify({
    view: source.view,
    dimensions: [{ field: source.dimension }],
    metrics: [{ measure: "count", aggregation: "count" }],
    orderBy: [{ field: "count_count", direction: "desc" }],
    filters: [],
    fromTimestamp: from.toISOString(),
    toTimestamp: to.toISOString(),
    config: { row_limit: VALUES_MAX },
  });
  const { data } = await read<{ data: Record<string, unknown>[] }>(`/api/public/${source.version}metrics`, { query }, signal);
  return toValues(data, source.dimension);
}

async function readErrorTypes(from: Date, to: Date, signal: AbortSignal): Promise<string[]> {
  const query = { hours: (to.getTime() - from.getTime()) / HOUR_MS, to: to.toISOString() };
  const { error_types: counts } = await unwrap(api.GET("/metrics/errors", { params: { query }, signal }));
  return Object.keys(counts).sort((left, right) => (counts[right] ?? 0) - (counts[left] ?? 0));
}

/** The values in rows of figures: each once, no empty ones, and those of lists one by one. */
export function toValues(rows: readonly Record<string, unknown>[], dimension: string): string[] {
  const values = rows.flatMap((row) => row[dimension]).filter((value): value is string => typeof value === "string" && value !== "");
  return [...new Set(values)];
}
