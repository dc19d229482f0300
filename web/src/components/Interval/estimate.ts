import { formatNumber } from "@/format/numbers";

/** A number, the interval that it lies in, and how many samples it rests on; null where they are too few to say. */
export interface Estimate {
  value: number | null;
  low: number | null;
  high: number | null;
  samples?: number;
}

type Format = (value: number) => string;

/** 0.850 (0.740 to 0.917), with as much of it as is known. */
export function formatEstimate({ value, low, high }: Estimate, format: Format = (one) => formatNumber(one, 3)): string {
  if (value === null) return "–";
  return low === null || high === null ? format(value) : `${format(value)} (${format(low)} to ${format(high)})`;
}

/** Where a value lies on a scale, in percent; what lies outside is at its end. */
export function toPlace(value: number, from: number, to: number): number {
  if (to <= from) return 0;
  return 100 * Math.min(1, Math.max(0, (value - from) / (to - from)));
}

/** A scale that holds all of some numbers, with a little room on both sides. */
export function toScale(numbers: readonly (number | null)[]): { from: number; to: number } {
  const known = numbers.filter((one): one is number => one !== null && Number.isFinite(one));
  if (known.length === 0) return { from: 0, to: 1 };
  const least = Math.min(...known);
  const most = Math.max(...known);
  const room = (most - least || Math.abs(most) || 1) * 0.08;
  return { from: least - room, to: most + room };
}
