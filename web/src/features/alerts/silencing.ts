/** Which silence holds for what. */

import type { Silence } from "./alerts";

/** The silence that keeps a group of a rule from being told of, if one does. */
export const findSilence = (silences: readonly Silence[], ruleId: string, labels: Readonly<Record<string, string>>): Silence | undefined =>
  silences.find(
    (silence) =>
      (silence.rule_id === "" || silence.rule_id === ruleId) && Object.entries(silence.labels).every(([name, value]) => labels[name] === value),
  );

const HOUR = 60;

export const LENGTHS = [
  { value: "30", label: "30 min" },
  { value: String(HOUR), label: "1 h" },
  { value: String(4 * HOUR), label: "4 h" },
  { value: String(24 * HOUR), label: "1 day" },
  { value: String(7 * 24 * HOUR), label: "1 week" },
  { value: "until", label: "Until…" },
];

const two = (value: number) => String(value).padStart(2, "0");

/** A time as a field for a date and a time has it: 2026-11-23T08:00 */
export const toLocal = (time: Date): string =>
  `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}T${two(time.getHours())}:${two(time.getMinutes())}`;

/** Tomorrow at eight. */
export function tomorrow(now: Date): Date {
  const next = new Date(now);
  next.setDate(now.getDate() + 1);
  next.setHours(8, 0, 0, 0);
  return next;
}
