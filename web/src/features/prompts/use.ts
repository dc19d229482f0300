import { queryOptions } from "@tanstack/react-query";
import { read } from "@/api/client";
import { readMetrics } from "@/api/metrics";

/** What the calls come to that a version was used in. */
export interface VersionUse {
  version: number | null;
  calls: number;
  latencyMs: number | null;
  costUsd: number;
}

export interface VersionScore {
  version: number | null;
  name: string;
  mean: number | null;
  count: number;
}

export interface Generation {
  id: string;
  traceId: string;
  name: string | null;
  startTime: string;
  latency: number | null;
  level: string;
  promptVersion: number | null;
  providedModelName: string | null;
}

interface Bounds {
  from: Date;
  to: Date;
}

const times = ({ from, to }: Bounds) => ({ fromTimestamp: from.toISOString(), toTimestamp: to.toISOString() });
const named = (column: string, value: string) => ({ column, operator: "=", value, type: "string" as const });

/** How often each version was used, how long it took and what it cost. */
export const useQueryOf = (name: string, bounds: Bounds) =>
  queryOptions({
    queryKey: ["prompt use", name, bounds],
    queryFn: async ({ signal }) => {
      const rows = await readMetrics<Record<string, number | null>>(
        {
          view: "observations",
          metrics: [
            { measure: "count", aggregation: "sum" },
            { measure: "latency", aggregation: "p50" },
            { measure: "totalCost", aggregation: "sum" },
          ],
          dimensions: [{ field: "promptVersion" }],
          filters: [named("promptName", name)],
          ...times(bounds),
        },
        signal,
      );
      return rows
        .map(
          (row): VersionUse => ({
            version: row.promptVersion ?? null,
            calls: row.sum_count ?? 0,
            latencyMs: row.p50_latency ?? null,
            costUsd: row.sum_totalCost ?? 0,
          }),
        )
        .sort((one, other) => (other.version ?? 0) - (one.version ?? 0));
    },
  });

/** The means of the scores of each version's calls. */
export const scoresQueryOf = (name: string, bounds: Bounds) =>
  queryOptions({
    queryKey: ["prompt scores", name, bounds],
    queryFn: async ({ signal }) => {
      const rows = await readMetrics<{ observationPromptVersion: number | null; name: string; avg_value: number | null; sum_count: number }>(
        {
          view: "scores-numeric",
          metrics: [
            { measure: "value", aggregation: "avg" },
            { measure: "count", aggregation: "sum" },
          ],
          dimensions: [{ field: "observationPromptVersion" }, { field: "name" }],
          filters: [named("observationPromptName", name)],
          ...times(bounds),
        },
        signal,
      );
      return rows.map(
        (row): VersionScore => ({ version: row.observationPromptVersion, name: row.name, mean: row.avg_value, count: row.sum_count }),
      );
    },
  });

/** The newest calls that a version was used in. */
export const callsQueryOf = (name: string, version: number, { from, to }: Bounds) =>
  queryOptions({
    queryKey: ["prompt calls", name, version, from, to],
    queryFn: async ({ signal }) => {
      const filter = JSON.stringify([
        { type: "string", column: "promptName", operator: "=", value: name },
        { type: "number", column: "promptVersion", operator: "=", value: version },
        { type: "datetime", column: "startTime", operator: ">=", value: from.toISOString() },
        { type: "datetime", column: "startTime", operator: "<", value: to.toISOString() },
      ]);
      const { data } = await read<{ data: Generation[] }>(
        "/api/public/v2/observations",
        { filter, limit: 50, fields: "core,basic,model,prompt,metrics" },
        signal,
      );
      return data;
    },
  });
