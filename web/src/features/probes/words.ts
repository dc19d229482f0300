/** Probes in words. */

import { formatCount, formatDuration, formatNumber } from "@/format/numbers";
import type { Check, Probe, UptimeStep } from "./probes";

type When = Pick<Probe, "cron" | "every_s">;

/** every 5 min; at 0 3 * * * (UTC) */
export function describeSchedule({ cron, every_s: every }: When): string {
  return cron === "" ? `every ${describeSeconds(every)}` : `at ${cron} (UTC)`;
}

function describeSeconds(seconds: number): string {
  if (seconds % 86_400 === 0) return `${formatCount(seconds / 86_400)} d`;
  if (seconds % 3600 === 0) return `${formatCount(seconds / 3600)} h`;
  return seconds % 60 === 0 ? `${formatCount(seconds / 60)} min` : `${formatCount(seconds)} s`;
}

/** 99.5 %; nothing where there was no run. */
export const formatUptime = (percent: number | null): string => (percent === null ? "–" : `${formatNumber(percent, percent === 100 ? 0 : 2)} %`);

/** What a stretch of time was like: 2 of 60 runs failed, 1 missed. */
export function describeRuns({ runs, failed, missed }: UptimeStep): string {
  const said = runs === 0 ? "no run" : failed === 0 ? `all ${formatCount(runs)} runs fine` : `${formatCount(failed)} of ${formatCount(runs)} runs failed`;
  return missed > 0 ? `${said}, ${formatCount(missed)} missed` : said;
}

/** How a stretch of time is marked. */
export function toLook({ runs, failed }: UptimeStep): "none" | "fine" | "partly" | "failed" {
  if (runs === 0) return "none";
  if (failed === 0) return "fine";
  return failed === runs ? "failed" : "partly";
}

export const CHECK_TYPES: Record<Check["type"], string> = {
  contains: "Contains",
  matches: "Matches the pattern",
  json_equals: "JSON equals",
  not_empty: "Is not empty",
  no_refusal: "Does not decline",
  score: "Score of a judge",
  latency: "Latency",
  status: "HTTP status",
};

/** contains “Paris”; takes at most 2 s */
export function describeCheck({ type, value, path, judge }: Check): string {
  const shown = typeof value === "string" ? `“${value}”` : JSON.stringify(value);
  switch (type) {
    case "contains":
      return `contains ${shown}`;
    case "matches":
      return `matches ${shown}`;
    case "json_equals":
      return `${path} is ${shown}`;
    case "score":
      return `${judge} is ${shown} at least`;
    case "latency":
      return `takes at most ${formatDuration(Number(value))}`;
    case "status":
      return `has the status ${Array.isArray(value) ? value.join(" or ") : shown}`;
    case "not_empty":
      return "is not empty";
    case "no_refusal":
      return "does not decline";
  }
}
