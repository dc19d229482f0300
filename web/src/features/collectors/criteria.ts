/** What a collector asks of scores, as it is sent and as it is edited. */

import type { Collector, Rule } from "./collectors";

export type Criterion = NonNullable<Rule["criteria"]>[number];
export type CriterionType = Criterion["type"];

export const TYPES: Record<CriterionType, string> = {
  quality: "Quality (mean of its quality scores)",
  score: "A score",
  category: "A category",
  thumbs_down: "A thumbs-down by the user",
};

const BOUNDS = { at_least: "at least", above: "above", at_most: "at most", below: "below" } as const;
export type Bound = keyof typeof BOUNDS;
export const BOUND_CHOICES = Object.entries(BOUNDS).map(([value, label]) => ({ value: value as Bound, label }));

/** A criterion in the making; one of a range has a bound, or two. */
export interface CriterionDraft {
  type: CriterionType;
  scoreName: string;
  bounds: { bound: Bound; value: number | string }[];
  values: string[];
}

export const NEW_CRITERION: CriterionDraft = { type: "quality", scoreName: "", bounds: [{ bound: "below", value: 0.5 }], values: [] };

/** A criterion that is stored, to be edited. */
export function startCriterion(stored: Collector["criteria"][number]): CriterionDraft {
  const said = stored as { type: CriterionType; score_name?: string; values?: string[] } & Partial<Record<Bound, number>>;
  const bounds = BOUND_CHOICES.flatMap(({ value: bound }) => (said[bound] == null ? [] : [{ bound, value: said[bound] }]));
  return { type: said.type, scoreName: said.score_name ?? "", bounds, values: said.values ?? [] };
}

/** What was edited, as it is sent: what its type takes, and no more. */
export function toCriterion({ type, scoreName, bounds, values }: CriterionDraft): Criterion {
  const range = Object.fromEntries(bounds.filter(({ value }) => value !== "").map(({ bound, value }) => [bound, Number(value)]));
  switch (type) {
    case "quality":
      return { type, ...range };
    case "score":
      return { type, score_name: scoreName.trim(), ...range };
    case "category":
      return { type, score_name: scoreName.trim(), values };
    case "thumbs_down":
      return { type };
  }
}
