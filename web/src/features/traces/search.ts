import { infiniteQueryOptions, queryOptions, keepPreviousData } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { Answered } from "@/api/shapes";
import type { Filters } from "./filters";

export type TraceRow = Answered<"/metrics/traces/search", "get">["traces"][number];

const PAGE_ROWS = 100;
export const LIVE_ROWS = 100;
const LIVE_EVERY_MS = 2000;

interface Question {
  filters: Filters;
  from: Date;
  to: Date;
}

/** Traces of a stretch of time, page by page, newest first. */
export const searchQuery = ({ filters, from, to }: Question) =>
  infiniteQueryOptions({
    queryKey: ["traces", "search", filters, from.getTime(), to.getTime()],
    queryFn: ({ pageParam, signal }) =>
      ask({ ...filters, from_time: from.toISOString(), to_time: to.toISOString(), limit: PAGE_ROWS, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });

/** The newest traces, asked for again and again. */
export const liveQuery = ({ filters, from }: Omit<Question, "to">, isLive: boolean) =>
  queryOptions({
    queryKey: ["traces", "live", filters, from.getTime()],
    queryFn: ({ signal }) => ask({ ...filters, from_time: from.toISOString(), limit: LIVE_ROWS }, signal),
    enabled: isLive,
    refetchInterval: LIVE_EVERY_MS,
    placeholderData: keepPreviousData,
    gcTime: 0,
  });

type Asked = Filters & { from_time: string; to_time?: string; limit: number; cursor?: string | undefined };

function ask({ status, min_latency_ms, score_min, score_max, ...rest }: Asked, signal: AbortSignal) {
  const query = {
    ...rest,
    status: status as "success" | "error" | undefined,
    min_latency_ms: toNumber(min_latency_ms),
    score_min: toNumber(score_min),
    score_max: toNumber(score_max),
  };
  return unwrap(api.GET("/metrics/traces/search", { params: { query }, signal }));
}

const toNumber = (text: string | undefined) => (text === undefined ? undefined : Number(text));
