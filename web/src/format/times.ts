/** Times in the browser's zone, in one unambiguous form. */

const two = (value: number) => String(value).padStart(2, "0");

/** 2026-11-22 14:05:09 */
export function formatTime(time: Date | string | number): string {
  return `${formatMinute(time)}:${two(new Date(time).getSeconds())}`;
}

/** 2026-11-22 14:05 */
export function formatMinute(time: Date | string | number): string {
  const date = new Date(time);
  return `${formatDay(date)} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** 2026-11-22 */
export function formatDay(time: Date | string | number): string {
  const date = new Date(time);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

const AGES: [number, Intl.RelativeTimeFormatUnit][] = [
  [60, "second"],
  [60, "minute"],
  [24, "hour"],
  [7, "day"],
  [4.35, "week"],
  [12, "month"],
];
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "short" });

/** 5 min. ago, yesterday, 3 wk. ago */
export function formatAge(time: Date | string | number, now: number): string {
  let age = (now - new Date(time).getTime()) / 1000;
  for (const [count, unit] of AGES) {
    if (Math.abs(age) < count) return relative.format(-Math.floor(age), unit);
    age /= count;
  }
  return relative.format(-Math.floor(age), "year");
}
