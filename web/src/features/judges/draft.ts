/** A judge in the making: what a form holds, and what is sent of it. */

import { type ConditionDraft, startCondition, toCondition } from "@/components/Conditions";
import type { Definition, Judge, Kind } from "./judges";
import { finishValues, startValue, toParameters } from "./parameters";

export interface Draft {
  name: string;
  kind: string;
  description: string;
  scoreName: string;
  parameters: Record<string, unknown>;
  isQuality: boolean;
  level: "trace" | "span";
  filters: ConditionDraft[];
  samplingPercent: number | string;
  delayS: number | string;
  costPerDay: number | string;
  callsPerMinute: number | string;
}

const DELAY_S = 2;
// Of a judge that asks a model, unless more is said.
const COST_USD_PER_DAY = 5;

/** A new judge of a kind. */
export const startDraft = (kind: Kind): Draft => ({
  name: "",
  kind: kind.name,
  description: "",
  scoreName: "",
  parameters: startParameters(kind),
  isQuality: false,
  level: "trace",
  filters: [],
  samplingPercent: 100,
  delayS: DELAY_S,
  costPerDay: kind.needs_model ? COST_USD_PER_DAY : "",
  callsPerMinute: "",
});

/** A judge that is there, to be changed. */
export const editDraft = (judge: Judge, kind: Kind): Draft => ({
  name: judge.name,
  kind: judge.kind,
  description: judge.description,
  scoreName: judge.score_name === judge.name ? "" : judge.score_name,
  parameters: startParameters(kind, judge.parameters),
  isQuality: judge.is_quality,
  level: judge.level,
  filters: judge.filters.map(startCondition),
  samplingPercent: Number((judge.sampling * 100).toPrecision(6)),
  delayS: judge.delay_s,
  costPerDay: judge.budget.cost_usd_per_day ?? "",
  callsPerMinute: judge.budget.calls_per_minute ?? "",
});

export const startParameters = (kind: Kind, given: Record<string, unknown> = {}): Record<string, unknown> =>
  Object.fromEntries(toParameters(kind.parameters).map((parameter) => [parameter.name, startValue(parameter, given[parameter.name])]));

/** What is sent of a form; raises `NoJson` for a text that should be JSON and is none. */
export function finishDraft(draft: Draft, kind: Kind): Definition {
  return {
    kind: draft.kind,
    description: draft.description.trim(),
    score_name: draft.scoreName.trim(),
    parameters: finishValues(toParameters(kind.parameters), draft.parameters),
    is_quality: draft.isQuality,
    level: draft.level,
    filters: draft.filters.map(toCondition),
    sampling: (toNumber(draft.samplingPercent) ?? 100) / 100,
    delay_s: toNumber(draft.delayS) ?? DELAY_S,
    budget: { cost_usd_per_day: toNumber(draft.costPerDay), calls_per_minute: toNumber(draft.callsPerMinute) },
  };
}

const toNumber = (held: number | string): number | null => (held === "" ? null : Number(held));
