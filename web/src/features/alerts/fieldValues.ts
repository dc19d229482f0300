import { queryOptions } from "@tanstack/react-query";
import { readNow } from "@/components/TimeRange";
import { valuesQuery } from "../traces/values";
import { toTraceFilter } from "./fields";

const WEEK_MS = 7 * 24 * 3_600_000;

/** The values that a field had in the last week, the most frequent first; none of fields that nobody counts. */
export function fieldValuesQuery(field: string) {
  const name = field === "score_name" ? "score" : toTraceFilter(field);
  const to = new Date(readNow());
  const found = valuesQuery(name ?? "text", new Date(to.getTime() - WEEK_MS), to);
  return queryOptions({ ...found, queryKey: [...found.queryKey], enabled: name !== undefined });
}
