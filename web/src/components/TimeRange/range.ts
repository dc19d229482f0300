/** Which stretch of time is looked at, and how an address says so: `range=24h`, or `from=…&to=…`. */

import { formatDay, formatMinute } from "@/format/times";

export type Range =
  | { kind: "last"; name: string; ms: number }
  | { kind: "between"; from: Date; to: Date };

/** The part of an address that says which time; `undefined` removes what was there. */
export interface RangeSearch {
  range?: string;
  from?: string;
  to?: string;
}

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
const RANGE_MS_MAX = 365 * DAY_MS;

export const DEFAULT_RANGE = "24h";
export const PRESETS = [
  { name: "15m", label: "Last 15 minutes" },
  { name: "1h", label: "Last hour" },
  { name: "6h", label: "Last 6 hours" },
  { name: "24h", label: "Last 24 hours" },
  { name: "2d", label: "Last 2 days" },
  { name: "7d", label: "Last 7 days" },
  { name: "30d", label: "Last 30 days" },
  { name: "90d", label: "Last 90 days" },
  { name: "365d", label: "Last year" },
] as const;

const UNITS: Record<string, [number, string]> = {
  m: [MINUTE_MS, "minutes"],
  h: [HOUR_MS, "hours"],
  d: [DAY_MS, "days"],
};

/** The range of an address; the last 24 hours where it has none, or none that can be read. */
export function parseRange(search: Record<string, unknown>): Range {
  const from = parseTime(search.from);
  const to = parseTime(search.to);
  if (from && to && from < to) return { kind: "between", from, to };
  return parseLast(search.range) ?? { kind: "last", name: DEFAULT_RANGE, ms: DAY_MS };
}

function parseLast(text: unknown): Range | null {
  const match = typeof text === "string" ? /^(\d{1,6})([mhd])$/.exec(text) : null;
  const unit = UNITS[match?.[2] ?? ""];
  if (!match || !unit) return null;
  const ms = Number(match[1]) * unit[0];
  return ms > 0 && ms <= RANGE_MS_MAX ? { kind: "last", name: match[0], ms } : null;
}

function parseTime(text: unknown): Date | null {
  if (typeof text !== "string") return null;
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? null : time;
}

/** How an address says a range; the default says nothing. */
export function toRangeSearch(range: Range): RangeSearch {
  if (range.kind === "between") return { range: undefined, from: toIso(range.from), to: toIso(range.to) };
  return { range: range.name === DEFAULT_RANGE ? undefined : range.name, from: undefined, to: undefined };
}

const toIso = (time: Date) => time.toISOString().replace(".000Z", "Z");

/** From one time to another, in whole seconds around both. */
export function between(from: Date, to: Date): Range {
  const second = 1000;
  const [start, end] = [Math.floor(from.getTime() / second), Math.ceil(to.getTime() / second)];
  return { kind: "between", from: new Date(start * second), to: new Date(end * second) };
}

/** From when to when, at the moment `now`. */
export function toBounds(range: Range, now: number): { from: Date; to: Date } {
  if (range.kind === "between") return { from: range.from, to: range.to };
  return { from: new Date(now - range.ms), to: new Date(now) };
}

/** The stretch of the same length right before. */
export function before({ from, to }: { from: Date; to: Date }): { from: Date; to: Date } {
  return { from: new Date(2 * from.getTime() - to.getTime()), to: from };
}

/** Half a length back (-1) or on (1), never beyond now. */
export function shift(bounds: { from: Date; to: Date }, direction: -1 | 1, now: number): Range {
  const length = bounds.to.getTime() - bounds.from.getTime();
  const to = Math.min(bounds.to.getTime() + (direction * length) / 2, now);
  return between(new Date(to - length), new Date(to));
}

/** Twice the length, around the same middle as far as now allows. */
export function zoomOut(bounds: { from: Date; to: Date }, now: number): Range {
  const length = Math.min(2 * (bounds.to.getTime() - bounds.from.getTime()), RANGE_MS_MAX);
  const to = Math.min((bounds.from.getTime() + bounds.to.getTime() + length) / 2, now);
  return between(new Date(to - length), new Date(to));
}

/** In words: Last 24 hours; 2026-11-21 10:00 to 14:30. */
export function describeRange(range: Range): string {
  if (range.kind === "last") {
    const [, count, unit] = /^(\d+)(.)$/.exec(range.name) ?? [];
    return PRESETS.find((preset) => preset.name === range.name)?.label ?? `Last ${count ?? ""} ${UNITS[unit ?? ""]?.[1] ?? ""}`;
  }
  const to = formatMinute(range.to);
  return `${formatMinute(range.from)} to ${formatDay(range.from) === formatDay(range.to) ? to.slice(11) : to}`;
}
