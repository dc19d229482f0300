import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { Answered } from "@/api/shapes";

export type Series = Answered<"/metrics/series", "get">;
export type Figures = Series["whole"];
export type Step = Series["steps"][number];

export interface Bounds {
  from: Date;
  to: Date;
}

/** Everything that charts of a stretch of time show; `score` picks one score for the quality. */
export function seriesQuery({ from, to }: Bounds, score?: string) {
  const query = { from: from.toISOString(), to: to.toISOString(), ...(score !== undefined && { score }) };
  return queryOptions({
    queryKey: ["series", query],
    queryFn: ({ signal }) => unwrap(api.GET("/metrics/series", { params: { query }, signal })),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

export const datasetsQuery = queryOptions({
  queryKey: ["datasets", "figures"],
  queryFn: ({ signal }) => unwrap(api.GET("/metrics/dataset", { signal })),
});

/** Whether a project has any trace at all. */
export const anyTraceQuery = queryOptions({
  queryKey: ["traces", "any"],
  queryFn: async ({ signal }) => {
    const query = { from_hours: 24 * 366, limit: 1 };
    const found = await unwrap(api.GET("/metrics/traces/search", { params: { query }, signal }));
    return found.count > 0;
  },
});
