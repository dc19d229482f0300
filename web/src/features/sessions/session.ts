import { queryOptions } from "@tanstack/react-query";
import { read } from "@/api/client";
import type { Answered } from "@/api/shapes";

/** A trace of a session with what went in and came out. */
export interface SessionTrace {
  id: string;
  name: string | null;
  timestamp: string;
  userId: string | null;
  input: unknown;
  output: unknown;
}

interface SessionAnswer {
  id: string;
  createdAt: string;
  environment: string;
  traces: SessionTrace[];
}

export type Found = Answered<"/metrics/traces/search", "get">["traces"][number];

// What a trace says of its time and what its spans say may differ.
const SLACK_MS = 60 * 60 * 1000;
const FIGURES_MAX = 500;
export const TRACES_MAX = 1000;

/** A session with its traces, the oldest first. */
export const sessionQuery = (id: string) =>
  queryOptions({
    queryKey: ["session traces", id],
    queryFn: async ({ signal }) => {
      const session = await read<SessionAnswer>(`/api/public/sessions/${encodeURIComponent(id)}`, {}, signal);
      return { ...session, traces: session.traces.toReversed() };
    },
  });

/** How its traces went: their status, latency, cost and scores, by their ids. */
export const figuresQuery = (id: string, sessionTraces: readonly SessionTrace[]) =>
  queryOptions({
    queryKey: ["session figures", id, sessionTraces.length],
    enabled: sessionTraces.length > 0,
    queryFn: async ({ signal }) => {
      const times = sessionTraces.map(({ timestamp }) => Date.parse(timestamp));
      const toIso = (ms: number) => new Date(ms).toISOString();
      const between = { from_time: toIso(Math.min(...times) - SLACK_MS), to_time: toIso(Math.max(...times) + SLACK_MS) };
      const asked = { session: id, ...between, limit: FIGURES_MAX };
      const { traces } = await read<{ traces: Found[] }>("/metrics/traces/search", asked, signal);
      return new Map(traces.map((trace) => [trace.id, trace]));
    },
  });

export interface SessionScore {
  id: string;
  name: string;
  value: number | boolean | string | null;
  dataType: string;
  comment: string | null;
}

/** The scores of the session as a whole. */
export const sessionScoresQuery = (id: string) =>
  queryOptions({
    queryKey: ["session scores", id],
    queryFn: async ({ signal }) => {
      const asked = { sessionId: id, fields: "details", limit: 100 };
      return (await read<{ data: SessionScore[] }>("/api/public/v3/scores", asked, signal)).data;
    },
  });
