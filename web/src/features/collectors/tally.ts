/** What became of traces that a collector looked at. */

import { formatCount } from "@/format/numbers";
import type { Tally } from "./collectors";

const WORDS: Record<Exclude<keyof Tally, "looked_at" | "collected">, string> = {
  kept: "have their item already",
  duplicates: "say what another item says",
  over_limit: "over the limit",
  left_out: "have an item that a person took out",
  refused: "refused by the dataset",
  withdrawn: "taken back, for the rule no longer speaks for them",
};

/** 12 of 200 traces would be collected; 3 have their item already. */
export function describeTally(tally: Tally): string {
  const rest = Object.entries(WORDS).flatMap(([name, words]) => {
    const count = tally[name as keyof Tally];
    return count > 0 ? [`${formatCount(count)} ${words}`] : [];
  });
  const all = `${formatCount(tally.collected)} of ${formatCount(tally.looked_at)} traces`;
  return `${all}${rest.length > 0 ? `; ${rest.join(", ")}` : ""}.`;
}
