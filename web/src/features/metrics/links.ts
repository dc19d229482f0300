/** Addresses of the traces behind a figure. */

import type { Bounds } from "./series";

/** What the list of traces is asked by. */
export type TraceSearch = Partial<
  Record<"range" | "from" | "to" | "status" | "error_type" | "score" | "score_min" | "score_max" | "min_latency_ms" | "model", string>
>;

const toIso = (time: Date) => time.toISOString().replace(".000Z", "Z");

export const toTimeSearch = ({ from, to }: Bounds): TraceSearch => ({ from: toIso(from), to: toIso(to) });

/** A bound that is not tighter than the figure it stands for, with few digits. */
export const atLeast = (value: number) => String(Math.floor(value));
export const atMost = (value: number) => String(Math.ceil(value * 1000) / 1000);
