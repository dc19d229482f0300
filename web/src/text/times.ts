const DAY_MS = 86_400_000;
const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const DATE = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" });
const WITH_YEAR = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });

/** A moment in the reader's own time zone, as short as it can be told from others: 14:03:07, or 3 Nov, 14:03:07. */
export function formatTime(iso: string | Date, now: Date = new Date()): string {
  const time = new Date(iso);
  if (time.toDateString() === now.toDateString()) return CLOCK.format(time);
  return (now.getTime() - time.getTime() < 300 * DAY_MS ? DATE : WITH_YEAR).format(time);
}

/** A moment in full, with its milliseconds and UTC, for tooltips. */
export const formatExactTime = (iso: string | Date): string => `${new Date(iso).toISOString().replace("T", " ").replace("Z", "")} UTC`;

const STEPS: [number, Intl.RelativeTimeFormatUnit][] = [
  [60, "second"],
  [60, "minute"],
  [24, "hour"],
  [30, "day"],
  [12, "month"],
  [Infinity, "year"],
];
const RELATIVE = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "short" });

/** How long ago: 5 min ago, yesterday. */
export function formatAgo(iso: string | Date, now: Date = new Date()): string {
  let amount = (new Date(iso).getTime() - now.getTime()) / 1000;
  for (const [size, unit] of STEPS) {
    if (Math.abs(amount) < size) return RELATIVE.format(Math.round(amount), unit);
    amount /= size;
  }
  return "";
}
