import { queryOptions } from "@tanstack/react-query";
import { read } from "@/api/client";
import type { components } from "@/api/schema";

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

export type Found = components["schemas"]["TraceOut"];

const HOURS_MAX = 24 * 366;
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
export const figuresQuery = (id: string) =>
  queryOptions({
    queryKey: ["session figures", id],
    queryFn: async ({ signal }) => {
      const asked = { session: id, from_hours: HOURS_MAX, limit: FIGURES_MAX };
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
