import { infiniteQueryOptions } from "@tanstack/react-query";
import { read } from "@/api/client";

export type ScoreType = "NUMERIC" | "BOOLEAN" | "CATEGORICAL" | "TEXT" | "CORRECTION";

/** A score in a list, and what it judges. */
export interface Score {
  id: string;
  name: string;
  value: number | boolean | string | null;
  dataType: ScoreType;
  source: "API" | "EVAL" | "ANNOTATION";
  timestamp: string;
  environment: string;
  comment: string | null;
  subject: { kind: "observation"; id: string; traceId: string | null } | { kind: "trace" | "session" | "experiment"; id: string };
}

/** Which scores are looked at. */
export interface ScoreFilters {
  name: string;
  source: string;
  type: string;
  /** One value of a boolean or a category. */
  value: string;
  min: string;
  max: string;
}

/** The filters of an address; what contradicts itself is left out. */
export function parseScoreFilters(search: Record<string, unknown>): ScoreFilters {
  const text = (name: string) => (typeof search[name] === "string" ? search[name] : "");
  const number = (name: string) => (text(name) !== "" && Number.isFinite(Number(text(name))) ? text(name) : "");
  const type = text("type");
  const isNumeric = type === "NUMERIC";
  const hasWords = type === "BOOLEAN" || type === "CATEGORICAL";
  return {
    name: text("name"),
    source: text("source"),
    type,
    value: hasWords ? text("value") : "",
    min: isNumeric ? number("min") : "",
    max: isNumeric ? number("max") : "",
  };
}

interface Page {
  data: Score[];
  meta: { cursor?: string };
}

/** Scores of a time, the newest first, page by page. */
export const scoresQuery = (filters: ScoreFilters, { from, to }: { from: Date; to: Date }) =>
  infiniteQueryOptions({
    queryKey: ["scores", filters, from, to],
    queryFn: ({ pageParam, signal }) =>
      read<Page>(
        "/api/public/v3/scores",
        {
          limit: 100,
          fields: "details,subject",
          cursor: pageParam,
          name: filters.name,
          source: filters.source,
          dataType: filters.type,
          value: filters.value,
          valueMin: filters.min,
          valueMax: filters.max,
          fromTimestamp: from.toISOString(),
          toTimestamp: to.toISOString(),
        },
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.meta.cursor,
  });
