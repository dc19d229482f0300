import type { SpanOutline } from "./tree";

/** The time that a waterfall shows, in milliseconds after the trace began. */
export interface Timeline {
  from: number;
  length: number;
}

/** From the first start to the last end. */
export function toTimeline(spans: readonly SpanOutline[]): Timeline {
  let from = 0;
  let to = 0;
  for (const { start_ms, duration_ms } of spans) {
    from = Math.min(from, start_ms);
    to = Math.max(to, start_ms + (duration_ms ?? 0));
  }
  return { from, length: Math.max(to - from, 0.001) };
}

/** Where the bar of a span is, in percent; one that has not ended goes on to the end. */
export function toBar({ start_ms, duration_ms, type }: SpanOutline, { from, length }: Timeline): { left: number; width: number } {
  const left = ((start_ms - from) / length) * 100;
  const width = duration_ms === null && type !== "EVENT" ? 100 - left : ((duration_ms ?? 0) / length) * 100;
  return { left, width: Math.max(0, Math.min(width, 100 - left)) };
}

/** All tokens of a span. */
export function countTokens(usage: Record<string, number>): { input: number; output: number; total: number } {
  const sum = (part: string) => Object.entries(usage).reduce((total, [key, count]) => (key.includes(part) ? total + count : total), 0);
  const input = sum("input");
  const output = sum("output");
  return { input, output, total: usage.total ?? input + output };
}
