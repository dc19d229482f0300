/** What a chart shows, and the arithmetic of drawing it. */

import { formatDay, formatMinute, formatTime } from "@/format/times";
import type { Hue } from "./palette";

export type Values = readonly (number | null)[];

export interface Line {
  label: string;
  values: Values;
  hue: Hue;
  /** Of the period before: thin, broken, and no place to click. */
  isBefore?: boolean;
}

export interface Band {
  label: string;
  low: Values;
  high: Values;
  hue: Hue;
}

/** Steps of one length, by where they start, in milliseconds since 1970; the first and the last are cut. */
export interface Steps {
  starts: readonly number[];
  lengthMs: number;
  fromMs: number;
  toMs: number;
}

/** Each line on top of those before it; what is not known adds nothing. */
export function stack(lines: readonly Line[]): Values[] {
  let below: number[] = [];
  return lines.map(({ values }) => {
    below = values.map((value, i) => (below[i] ?? 0) + (value ?? 0));
    return below;
  });
}

/** Which line a height at a step belongs to: the nearest one, or when stacked the one that covers it. */
export function lineAt(drawn: readonly Values[], index: number, height: number, isStacked: boolean): number | null {
  const heights = drawn.map((values) => values[index] ?? null);
  if (isStacked) {
    const found = heights.findIndex((top) => top !== null && top >= height);
    return found === -1 ? null : found;
  }
  let nearest: number | null = null;
  let distance = Infinity;
  heights.forEach((value, line) => {
    if (value !== null && Math.abs(value - height) < distance) {
      distance = Math.abs(value - height);
      nearest = line;
    }
  });
  return nearest;
}

const DAY_MS = 86_400_000;

/** A step in words: 2026-11-22 10:30 to 11:00. */
export function describeStep({ starts, lengthMs, fromMs, toMs }: Steps, index: number): string {
  const whole = starts[index];
  if (whole === undefined) return "";
  const start = Math.max(whole, fromMs);
  const end = Math.min(whole + lengthMs, toMs);
  if (lengthMs < 60_000) return formatTime(start);
  const to = formatMinute(end);
  return `${formatMinute(start)} to ${formatDay(start) === formatDay(end) ? to.slice(11) : to}`;
}

/** Labels under the axis of time: hours, and a date where a day begins. */
export function labelTimes(seconds: readonly number[], stepS: number): string[] {
  return seconds.map((second, i) => {
    const time = new Date(second * 1000);
    const isMidnight = time.getHours() === 0 && time.getMinutes() === 0 && time.getSeconds() === 0;
    const day = time.toLocaleDateString("en-GB", { day: "numeric", month: "short" });
    if (stepS * 1000 >= DAY_MS || (isMidnight && i > 0)) return day;
    return stepS < 60 ? formatTime(time).slice(11) : formatMinute(time).slice(11);
  });
}
