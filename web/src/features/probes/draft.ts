/** A probe in the making: what a form holds, and what is sent of it. */

import type { Check, Probe, ProbeSent } from "./probes";

export interface CheckDraft {
  type: Check["type"];
  value: string;
  path: string;
  judge: string;
}

export interface Draft {
  name: string;
  description: string;
  target: string;
  /** A question a line. */
  queries: string;
  dataset: string;
  asks: "queries" | "dataset";
  itemsMax: number | string;
  variables: string;
  when: "interval" | "cron";
  cron: string;
  everyS: number | string;
  timeoutS: number | string;
  checks: CheckDraft[];
  failuresToDown: number | string;
}

export const NEW_CHECK: CheckDraft = { type: "contains", value: "", path: "", judge: "" };

export const NEW_PROBE: Draft = {
  name: "",
  description: "",
  target: "",
  queries: "",
  dataset: "",
  asks: "queries",
  itemsMax: 5,
  variables: "",
  when: "interval",
  cron: "",
  everyS: 300,
  timeoutS: 30,
  checks: [{ ...NEW_CHECK, type: "not_empty" }],
  failuresToDown: 1,
};

/** A probe that is there, to be changed. */
export const editDraft = (probe: Probe): Draft => ({
  name: probe.name,
  description: probe.description,
  target: probe.target,
  queries: probe.queries.join("\n"),
  dataset: probe.dataset,
  asks: probe.dataset === "" ? "queries" : "dataset",
  itemsMax: probe.items_max,
  variables: Object.keys(probe.variables).length > 0 ? JSON.stringify(probe.variables, null, 1) : "",
  when: probe.cron === "" ? "interval" : "cron",
  cron: probe.cron,
  everyS: probe.every_s,
  timeoutS: probe.timeout_s,
  checks: probe.checks.map(startCheck),
  failuresToDown: probe.failures_to_down,
});

const startCheck = ({ type, value, path, judge }: Check): CheckDraft => ({ type, value: startValue(type, value), path, judge });

function startValue(type: Check["type"], value: unknown): string {
  if (type === "json_equals") return JSON.stringify(value);
  if (Array.isArray(value)) return value.join(", ");
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** What a form says, as it is sent; throws a `SyntaxError` where variables are no JSON. */
export const toSent = (draft: Draft): ProbeSent => ({
  name: draft.name.trim(),
  description: draft.description.trim(),
  target: draft.target,
  queries: draft.asks === "queries" ? draft.queries.split("\n").map((line) => line.trim()).filter((line) => line !== "") : [],
  dataset: draft.asks === "dataset" ? draft.dataset.trim() : "",
  items_max: Number(draft.itemsMax),
  variables: (draft.variables.trim() === "" ? {} : JSON.parse(draft.variables)) as Record<string, unknown>,
  cron: draft.when === "cron" ? draft.cron.trim() : "",
  every_s: Number(draft.everyS) || 300,
  timeout_s: Number(draft.timeoutS),
  checks: draft.checks.map(toCheck),
  failures_to_down: Number(draft.failuresToDown),
  enabled: true,
});

function toCheck({ type, value, path, judge }: CheckDraft): NonNullable<ProbeSent["checks"]>[number] {
  const said = { type, path: type === "json_equals" ? path.trim() : "", judge: type === "score" ? judge : "" };
  return { ...said, value: toValue(type, value) };
}

function toValue(type: Check["type"], text: string): unknown {
  switch (type) {
    case "not_empty":
    case "no_refusal":
      return null;
    case "contains":
    case "matches":
      return text;
    case "score":
    case "latency":
      return text.trim() === "" ? null : Number(text);
    case "status":
      return text.split(/[\s,]+/).filter((part) => part !== "").map(Number);
    case "json_equals":
      return toJson(text);
  }
}

/** What is no JSON is a text. */
function toJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
