/** How a figure compares with that of the period before. */

export type Better = "up" | "down" | "neither";

export interface Change {
  /** A share: 0.1 is a tenth more than before. */
  share: number;
  verdict: "better" | "worse" | "same" | "other";
}

// Less than half a percent is shown as none.
const SAME = 0.005;

/** The change from `before` to `now`; `null` where one of them is not known, or there was nothing before. */
export function toChange(now: number | null | undefined, before: number | null | undefined, better: Better): Change | null {
  if (now === null || now === undefined || before === null || before === undefined || before === 0) return null;
  const share = (now - before) / Math.abs(before);
  if (Math.abs(share) < SAME) return { share: 0, verdict: "same" };
  if (better === "neither") return { share, verdict: "other" };
  return { share, verdict: share > 0 === (better === "up") ? "better" : "worse" };
}
