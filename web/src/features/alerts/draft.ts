/** A rule in the making: what a form holds, in the units that people read, and what is sent of it. */

import type { MadeType, Measure, Rule, RuleSent, RuleType, Severity } from "./alerts";
import { describeRule, formatMinutes } from "./words";

export interface FilterDraft {
  field: string;
  values: string[];
}

type Held = number | string;

export interface Draft {
  name: string;
  type: MadeType;
  threshold: Held;
  windowMinutes: Held;
  severity: Severity;
  scoreName: string;
  quantilePercent: Held;
  measure: Measure;
  reference: Rule["reference"];
  referenceDays: Held;
  latencyMs: Held;
  filters: FilterDraft[];
  /** Whether the rule is kept although nothing of the last day meets its filters. */
  isUnmatchedKept: boolean;
  groupBy: string[];
  direction: Rule["direction"] | null;
  minimumSamples: Held;
  noiseTest: boolean;
  lookbackMinutes: Held;
  pendingMinutes: Held;
  recovery: Held;
  cooldownMinutes: Held;
  renotifyMinutes: Held;
  missing: Rule["missing"];
  description: string;
  runbookUrl: string;
}

interface Kind {
  label: string;
  about: string;
  measure: Measure | null;
  side: Rule["direction"];
  threshold: number;
  windowMinutes: number;
  severity: Severity;
}

/** The kinds of rules, and what a new one of each asks. */
export const KINDS: Record<MadeType, Kind> = {
  error_rate: { label: "Error rate", about: "Too many traces fail.", measure: "error_rate", side: "above", threshold: 10, windowMinutes: 5, severity: "error" },
  latency_spike: { label: "Latency", about: "The slowest traces take too long.", measure: "latency", side: "above", threshold: 5000, windowMinutes: 10, severity: "warning" },
  quality_drop: { label: "Quality", about: "The mean of all scores that speak of quality is too low.", measure: "quality", side: "below", threshold: 0.7, windowMinutes: 10, severity: "warning" },
  score_drop: { label: "One score", about: "The mean of one score is too low.", measure: "score", side: "below", threshold: 0.7, windowMinutes: 10, severity: "error" },
  cost: { label: "Cost", about: "More is spent than should be.", measure: "cost", side: "above", threshold: 5, windowMinutes: 60, severity: "warning" },
  tokens: { label: "Tokens", about: "More tokens are used than should be.", measure: "tokens", side: "above", threshold: 1_000_000, windowMinutes: 60, severity: "warning" },
  traffic: { label: "Traffic", about: "Fewer traces come than should.", measure: "traffic", side: "below", threshold: 1, windowMinutes: 15, severity: "error" },
  probe_failure: { label: "Probes", about: "More than this part of a probe's runs found it down. A probe says itself after how many failures it is.", measure: "error_rate", side: "above", threshold: 0, windowMinutes: 15, severity: "error" },
  change: { label: "A change", about: "Something is worse than it was before.", measure: null, side: "above", threshold: 50, windowMinutes: 60, severity: "warning" },
  slo_burn: { label: "Error budget (SLO)", about: "An objective will be missed if it goes on like this: the budget burns too fast over a long and a short window.", measure: null, side: "above", threshold: 99.9, windowMinutes: 5, severity: "critical" },
};

const CAREFUL = { minimumSamples: 20, noiseTest: true, lookbackMinutes: 80 };
// A probe runs every few minutes: it would be down for hours before there were more samples.
const AT_ONCE = { minimumSamples: 1, noiseTest: false, lookbackMinutes: 0 };
const COOLDOWN_MINUTES = 30;

/** A new rule: it asks for some samples, and for more than chance explains. */
export const startDraft = (type: MadeType = "error_rate"): Draft => ({
  name: "",
  ...pickKind(type),
  scoreName: "",
  quantilePercent: 95,
  measure: "error_rate",
  reference: "same_hour",
  referenceDays: 7,
  latencyMs: 5000,
  filters: [],
  isUnmatchedKept: false,
  pendingMinutes: 0,
  cooldownMinutes: COOLDOWN_MINUTES,
  renotifyMinutes: 0,
  missing: "ignore",
  description: "",
  runbookUrl: "",
});

// What probes ask bears their names.
const EACH_PROBE = ["name"];

/** What changes with the kind of a rule. */
export function pickKind(type: MadeType): Pick<Draft, "type" | "threshold" | "windowMinutes" | "severity" | "direction" | "recovery" | "groupBy" | keyof typeof CAREFUL> {
  const { threshold, windowMinutes, severity } = KINDS[type];
  const isOfProbes = type === "probe_failure";
  return { type, threshold, windowMinutes, severity, direction: null, recovery: "", groupBy: isOfProbes ? EACH_PROBE : [], ...(isOfProbes ? AT_ONCE : CAREFUL) };
}

/** A rule that is there, to be changed. */
export const editDraft = (rule: Rule): Draft => ({
  name: rule.name,
  type: rule.rule_type as MadeType,
  threshold: toShown(rule.rule_type, rule.threshold),
  windowMinutes: rule.time_window_minutes,
  severity: rule.severity,
  scoreName: textOf(rule.filters.score_name),
  quantilePercent: tidy(100 * rule.quantile),
  measure: rule.measure,
  reference: rule.reference,
  referenceDays: rule.reference_days,
  latencyMs: rule.latency_ms ?? "",
  filters: Object.entries(rule.filters)
    .filter(([field]) => !holdsScore(rule.rule_type as MadeType, rule.measure, field))
    .map(([field, values]) => ({ field, values: [values].flat() })),
  isUnmatchedKept: false,
  groupBy: rule.group_by,
  direction: rule.direction,
  minimumSamples: rule.minimum_samples,
  noiseTest: rule.noise_test,
  lookbackMinutes: rule.lookback_minutes,
  pendingMinutes: rule.pending_minutes,
  recovery: rule.recovery_threshold === null ? "" : toShown(rule.rule_type, rule.recovery_threshold),
  cooldownMinutes: rule.cooldown_minutes,
  renotifyMinutes: rule.renotify_minutes,
  missing: rule.missing,
  description: rule.description,
  runbookUrl: rule.runbook_url,
});

const textOf = (value: string | string[] | undefined) => [value ?? []].flat()[0] ?? "";
const holdsScore = (type: MadeType, measure: Measure, field: string) => field === "score_name" && needsScore({ type, measure });

/** Whether a rule watches one score, which it must name. */
export const needsScore = ({ type, measure }: Pick<Draft, "type" | "measure">) => type === "score_drop" || (type === "change" && measure === "score");

/** Which measure a rule is about, and which side of its limit is bad. */
export const measureOf = ({ type, measure }: Pick<Draft, "type" | "measure">): Measure => KINDS[type].measure ?? measure;
export const sideOf = (draft: Pick<Draft, "type" | "measure" | "direction">): Rule["direction"] =>
  draft.direction ?? (KINDS[draft.type].measure === null ? sideOfMeasure(draft) : KINDS[draft.type].side);

const BAD_BELOW: readonly Measure[] = ["quality", "score", "traffic"];
const sideOfMeasure = ({ type, measure }: Pick<Draft, "type" | "measure">) => (type === "change" && BAD_BELOW.includes(measure) ? "below" : "above");

/** Without the noise of binary fractions: 0.15 × 100 is 15. */
const tidy = (value: number) => Number(value.toPrecision(10));

/** A stored limit as people read it: shares in percent, an objective instead of its budget. */
export function toShown(type: RuleType, stored: number): number {
  if (type === "slo_burn") return tidy(100 - 100 * stored);
  return isInPercent(type) ? tidy(100 * stored) : stored;
}

export function toStored(type: RuleType, shown: number): number {
  if (type === "slo_burn") return tidy((100 - shown) / 100);
  return isInPercent(type) ? tidy(shown / 100) : shown;
}

const isInPercent = (type: RuleType) => type === "error_rate" || type === "change" || type === "probe_failure";

const SUFFIXES: Partial<Record<RuleType, string>> = {
  error_rate: " %",
  change: " %",
  probe_failure: " %",
  slo_burn: " %",
  latency_spike: " ms",
  tokens: " tokens",
  traffic: " traces",
};

/** What stands behind, or before, a limit. */
export function unitOf({ type }: Pick<Draft, "type">): { prefix?: string; suffix?: string } {
  if (type === "cost") return { prefix: "$" };
  const suffix = SUFFIXES[type];
  return suffix === undefined ? {} : { suffix };
}

/** What is wrong with a limit in percent, in the form's own unit; the API speaks of fractions. */
export function limitError({ type, threshold }: Pick<Draft, "type" | "threshold">): string | undefined {
  const percent = Number(threshold);
  if (type === "slo_burn") return percent > 0 && percent < 100 ? undefined : "More than 0 %, and less than 100 %";
  return (type === "error_rate" || type === "probe_failure") && (percent < 0 || percent > 100) ? "From 0 to 100 %" : undefined;
}

/** Whether enough is said for the rule to be tried. */
export const isWhole = (draft: Draft): boolean =>
  draft.threshold !== "" &&
  limitError(draft) === undefined &&
  draft.windowMinutes !== "" &&
  (!needsScore(draft) || draft.scoreName.trim() !== "");

const toNumber = (held: Held, otherwise: number): number => (held === "" ? otherwise : Number(held));

/** The rule that a form says, without its name and what is only said of it. */
export function toRule(draft: Draft): RuleSent {
  const { type, measure } = draft;
  return {
    name: "A rule",
    rule_type: type,
    threshold: toStored(type, Number(draft.threshold)),
    time_window_minutes: toNumber(draft.windowMinutes, KINDS[type].windowMinutes),
    filters: toFilters(draft),
    allow_unmatched: draft.isUnmatchedKept,
    group_by: draft.groupBy,
    direction: draft.direction,
    quantile: toNumber(draft.quantilePercent, 95) / 100,
    measure: KINDS[type].measure === null ? measure : null,
    reference: draft.reference,
    reference_days: toNumber(draft.referenceDays, 7),
    latency_ms: type === "slo_burn" && measure === "latency" && draft.latencyMs !== "" ? Number(draft.latencyMs) : null,
    minimum_samples: toNumber(draft.minimumSamples, 1),
    noise_test: draft.noiseTest,
    lookback_minutes: toNumber(draft.lookbackMinutes, 0),
    pending_minutes: toNumber(draft.pendingMinutes, 0),
    recovery_threshold: draft.recovery === "" ? null : toStored(type, Number(draft.recovery)),
    cooldown_minutes: toNumber(draft.cooldownMinutes, COOLDOWN_MINUTES),
    renotify_minutes: toNumber(draft.renotifyMinutes, 0),
    missing: draft.missing,
  };
}

/** All that a form says. */
export const toWholeRule = (draft: Draft): RuleSent => ({
  ...toRule(draft),
  name: draft.name.trim() || suggestName(draft),
  severity: draft.severity,
  description: draft.description.trim(),
  runbook_url: draft.runbookUrl.trim(),
});

function toFilters(draft: Draft): Record<string, string[]> {
  const said = draft.filters.filter(({ field, values }) => field.trim() !== "" && values.length > 0);
  const filters = Object.fromEntries(said.map(({ field, values }) => [field.trim(), values]));
  return needsScore(draft) ? { ...filters, score_name: [draft.scoreName.trim()] } : filters;
}

/** A name for a rule that has none yet: Error rate above 10 %. */
export function suggestName(draft: Draft): string {
  if (!isWhole(draft)) return "";
  const said = describeRule(toWatched(draft));
  const where = draft.filters.filter(({ values }) => values.length > 0).map(({ values }) => values.join(" or "));
  return where.length > 0 ? `${said} (${where.join(", ")})` : said;
}

const toWatched = (draft: Draft) => ({
  rule_type: draft.type,
  measure: measureOf(draft),
  threshold: toStored(draft.type, Number(draft.threshold)),
  direction: sideOf(draft),
  quantile: toNumber(draft.quantilePercent, 95) / 100,
  reference: draft.reference,
  filters: { score_name: draft.scoreName.trim() },
  latency_ms: draft.latencyMs === "" ? null : Number(draft.latencyMs),
});

/** When a rule fires, in one sentence. */
export function describeDraft(draft: Draft): string {
  if (!isWhole(draft)) return "";
  const over = draft.type === "slo_burn" ? "" : ` over ${formatMinutes(Number(draft.windowMinutes))}`;
  return `${describeRule(toWatched(draft))}${over}`;
}
