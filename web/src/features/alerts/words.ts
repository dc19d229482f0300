/** Rules and what they find, in plain words. */

import { formatCost, formatCount, formatDuration, formatNumber, formatPercent, formatScore } from "@/format/numbers";
import type { Firing, Glance, Measure, Rule, RuleType } from "./alerts";

type Format = (value: number | null | undefined) => string;

const FORMATS: Record<Measure, Format> = {
  error_rate: formatPercent,
  quality: formatScore,
  latency: formatDuration,
  score: formatScore,
  cost: formatCost,
  tokens: formatCount,
  traffic: formatCount,
};

/** How values of a rule are written: 6.1 %, 5.2 s, 14.4 times too fast. */
export function formatOf(type: RuleType, measure: Measure | null): Format {
  if (type === "slo_burn") return (value) => `${formatNumber(value, 1)}×`;
  return measure === null ? (value) => formatNumber(value, 3) : FORMATS[measure];
}

const NAMES: Record<Measure, string> = {
  error_rate: "Error rate",
  quality: "Quality",
  latency: "Latency",
  score: "Score",
  cost: "Cost",
  tokens: "Tokens",
  traffic: "Traces",
};

export const MEASURES = Object.entries(NAMES).map(([value, label]) => ({ value: value as Measure, label }));

/** What a rule watches and when it fires, and nothing beyond. */
export type Watched = Pick<Rule, "rule_type" | "measure" | "threshold" | "direction" | "quantile" | "reference" | "filters" | "latency_ms">;

/** Error rate above 10 % */
export function describeRule(rule: Watched): string {
  const { rule_type: type, measure, threshold, direction } = rule;
  const name = describeMeasure(rule);
  if (type === "slo_burn") {
    const good = measure === "latency" ? `answered within ${formatDuration(rule.latency_ms)}` : "without an error";
    return `${formatPercent(1 - threshold, 3)} of traces ${good}: budget burns too fast`;
  }
  if (type === "change") {
    const before = rule.reference === "same_hour" ? "at the same hour before" : "in the window before";
    return `${name} ${formatPercent(threshold, 0)} ${direction === "above" ? "higher" : "lower"} than ${before}`;
  }
  if (type === "probe_failure") return `Probe down in ${direction === "above" ? "more" : "fewer"} than ${formatPercent(threshold)} of its runs`;
  return `${name} ${direction} ${formatOf(type, measure)(threshold)}`;
}

function describeMeasure({ measure, quantile, filters }: Watched): string {
  if (measure === "latency") return `p${formatNumber(100 * quantile, 2)} latency`;
  const score = filters.score_name;
  return measure === "score" && typeof score === "string" && score !== "" ? score : NAMES[measure];
}

/** 5 min, 2 h, 3 d */
export function formatMinutes(minutes: number): string {
  if (minutes >= 1440 && minutes % 1440 === 0) return `${minutes / 1440} d`;
  if (minutes >= 60) return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${Math.round(minutes % 60)} min`;
  return `${formatNumber(minutes, minutes < 10 ? 1 : 0)} min`;
}

/** What was found, of what, and what it was held against. */
export type Found = Pick<Glance, "value" | "low" | "high" | "samples" | "threshold" | "window_minutes" | "chance"> & {
  rule_type: RuleType;
  measure: Measure | null;
};

export const toFound = (firing: Firing): Found => ({ ...firing, measure: firing.measure ?? MEASURED[firing.rule_type] ?? null });

const MEASURED: Partial<Record<RuleType, Measure>> = {
  error_rate: "error_rate",
  probe_failure: "error_rate",
  quality_drop: "quality",
  latency_spike: "latency",
  score_drop: "score",
  cost: "cost",
  tokens: "tokens",
  traffic: "traffic",
};

/** 12 of 200 traces failed: 6 %, between 3.5 and 10.2 %. The limit is 10 %. */
export function explainFound(found: Found): string {
  const { value, samples, threshold, window_minutes: minutes, rule_type: type, measure } = found;
  const over = `in ${formatMinutes(minutes)}`;
  const format = formatOf(type, measure);
  if (value === null) return `${samples === 0 ? "Nothing came" : `Only ${countOf(measure, samples)}`} ${over}: too little to say anything.`;
  return `${describeValue(found, over)}${describeRange(found, format)}. The limit is ${format(threshold)}.`;
}

function describeValue({ value, samples, rule_type: type, measure }: Found, over: string): string {
  const shown = formatOf(type, measure)(value);
  if (type === "slo_burn") return `Over ${countOf(measure, samples)} ${over}, the budget burns ${shown} as fast as it may`;
  switch (measure) {
    case "error_rate":
      return `${formatCount(Math.round((value ?? 0) * samples))} of ${countOf(measure, samples)} failed ${over}: ${shown}`;
    case "latency":
      return `${countOf(measure, samples)} ${over} have a percentile of ${shown}`;
    case "cost":
    case "tokens":
    case "traffic":
      return `${shown} ${measure === "tokens" ? "tokens" : measure === "traffic" ? "traces" : ""} ${over}`.replace("  ", " ");
    default:
      return `The mean of ${countOf(measure, samples)} ${over} is ${shown}`;
  }
}

function countOf(measure: Measure | null, samples: number): string {
  const noun = measure === "score" || measure === "quality" ? "score" : "trace";
  return `${formatCount(samples)} ${noun}${samples === 1 ? "" : "s"}`;
}

function describeRange({ low, high }: Found, format: Format): string {
  if (low !== null && high !== null) return `, between ${format(low)} and ${format(high)}`;
  return low !== null ? `, at least ${format(low)}` : "";
}

/** What a rule with a test for noise fires at: what is as unlikely as this at a look. */
export const CHANCE_MAX = 1e-5;

/** Whether chance explains what was found. */
export function explainChance({ value, chance }: Pick<Found, "value" | "chance">): string {
  if (value === null) return "";
  if (chance === null) return "";
  const odds = formatOdds(chance);
  return chance <= CHANCE_MAX
    ? `Chance does not explain it: with nothing wrong, as much is seen at one look in ${odds} at most.`
    : `Chance may explain it: with nothing wrong, as much is seen at up to one look in ${odds}. It fires at one in ${formatOdds(CHANCE_MAX)}.`;
}

const ODDS_MAX = 1e9;

function formatOdds(chance: number): string {
  const odds = chance > 0 ? Math.round(1 / chance) : Infinity;
  return odds > ODDS_MAX ? "a billion" : odds.toLocaleString("en-US");
}

/** model gpt-4o, user –; the whole of what a rule watches has no labels. */
export const describeLabels = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name} ${value || "–"}`)
    .join(", ");

/** How a firing ended, and how long it went on. */
export function formatLength({ fired_at: from, resolved_at: to }: Pick<Firing, "fired_at" | "resolved_at">, now: number): string {
  return formatDuration(Math.max(0, (to === null ? now : Date.parse(to)) - Date.parse(from)));
}
