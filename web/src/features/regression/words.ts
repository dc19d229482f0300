/** What verdicts and findings are called, and in which colour. */

import { formatNumber } from "@/format/numbers";
import type { Report, ScoreComparison } from "./regression";

export type Grade = NonNullable<Report["verdict"]>;
export type Finding = NonNullable<Report["finding"]>;

export const GRADES: Record<Grade, { label: string; color: string }> = {
  passed: { label: "Passed", color: "teal" },
  warning: { label: "Warning", color: "yellow" },
  failed: { label: "Failed", color: "red" },
};

export const FINDINGS: Record<Finding, { label: string; color: string; text: string }> = {
  shown: { label: "Regression shown", color: "red", text: "The drop is larger than chance explains: it reaches the margin." },
  excluded: { label: "Regression excluded", color: "teal", text: "A drop by the margin is ruled out." },
  inconclusive: {
    label: "Inconclusive",
    color: "yellow",
    text: "The answers vary too much, or are too few, to tell a drop by the margin from chance.",
  },
};

/** 3.2 %, or 0.032 points where the baseline is too near to 0 for a share to mean anything. */
export function formatDrop(drop: number | null, isRelative: boolean): string {
  if (drop === null) return "–";
  return isRelative ? `${formatNumber(100 * drop, 1)} %` : `${formatNumber(drop, 3)} points`;
}

/** What it would take to settle an open question in 4 of 5 cases; nothing where it is settled, or no number would. */
export function describeSettlement(score: ScoreComparison): string | null {
  if (score.finding !== "inconclusive") return null;
  const { items, repeats } = score.is_drop_sure ? score.if_as_seen : score.if_unchanged;
  const ways = [
    ...(items === null ? [] : [`${items.toLocaleString("en-US")} items`]),
    ...(repeats === null ? [] : [`${repeats.toLocaleString("en-US")} repeats`]),
  ];
  return ways.length === 0 ? null : ways.join(" or ");
}

export interface DropScale {
  from: number;
  to: number;
  marks: { at: number; name: string }[];
}

/** A scale of drops that holds the interval, no change, and both margins. */
export function toDropScale(scores: readonly ScoreComparison[], failAt: number, warnAt: number): DropScale {
  const ends = scores.flatMap(({ low, high, drop }) => [low ?? drop, high ?? drop, drop]);
  const least = Math.min(-failAt, ...ends);
  const most = Math.max(2 * failAt, ...ends);
  const room = (most - least) * 0.05;
  return {
    from: least - room,
    to: most + room,
    marks: [
      { at: 0, name: "no change" },
      { at: warnAt, name: "warning" },
      { at: failAt, name: "failed" },
    ],
  };
}
