/** Steps of a series as charts want them, beside those of the period before. */

import type { Line, Steps, Values } from "@/components/Chart";
import { type Hue, HUES } from "@/components/Chart/palette";
import type { Bounds, Series, Step } from "./series";

export const toSteps = (series: Series): Steps => ({
  starts: series.steps.map((step) => Date.parse(step.start)),
  lengthMs: series.step_s * 1000,
  fromMs: Date.parse(`${series.time_range.from}Z`),
  toMs: Date.parse(`${series.time_range.to}Z`),
});

/** A figure of every step. */
export const toValues = (series: Series, read: (step: Step) => number | null): Values => series.steps.map(read);

/** A figure of the period before at the places of this one; null where there is none to compare with. */
export function toValuesBefore(series: Series, before: Series | undefined, read: (step: Step) => number | null): Values | null {
  if (before?.step_s !== series.step_s) return null;
  const lengthMs = Date.parse(`${series.time_range.to}Z`) - Date.parse(`${before.time_range.to}Z`);
  const stepMs = series.step_s * 1000;
  const known = new Map(before.steps.map((step) => [Math.round(Date.parse(step.start) / stepMs), read(step)]));
  return series.steps.map((step) => known.get(Math.round((Date.parse(step.start) - lengthMs) / stepMs)) ?? null);
}

/** The line of the period before, if there is one. */
export function lineBefore(label: string, hue: Hue, values: Values | null): Line[] {
  return values === null || values.every((value) => value === null || value === 0) ? [] : [{ label, hue, values, isBefore: true }];
}

/** From when to when a step goes, cut where the window is; `earlier` moves the start back. */
export function toStepBounds(series: Series, index: number, earlierMs = 0): Bounds {
  const start = Date.parse(series.steps[index]?.start ?? "");
  const from = Math.max(start, Date.parse(`${series.time_range.from}Z`));
  const to = Math.min(start + series.step_s * 1000, Date.parse(`${series.time_range.to}Z`));
  return { from: new Date(from - earlierMs), to: new Date(to) };
}

export const OTHER_ERRORS = "other";
const TYPES_MAX = 6;

/** A line for each of the most frequent types of errors, and one for what is left. */
export function toErrorLines(series: Series): Line[] {
  const types = Object.entries(series.whole.error_types)
    .sort(([, one], [, other]) => other - one)
    .slice(0, TYPES_MAX)
    .map(([type]) => type);
  const shown = types.map((type, i) => ({
    label: type,
    hue: HUES[i % HUES.length] ?? "red",
    values: toValues(series, (step) => step.error_types[type] ?? 0),
  }));
  const left = toValues(series, (step) => step.failed - types.reduce((sum, type) => sum + (step.error_types[type] ?? 0), 0));
  return left.some((count) => count !== null && count > 0) ? [...shown, { label: OTHER_ERRORS, hue: "gray", values: left }] : shown;
}
