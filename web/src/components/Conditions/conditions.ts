/** What must be true of a trace or a span, as it is sent and as it is edited. */

import type { Answered } from "@/api/shapes";

export type Condition = Answered<"/admin/judges/{name}", "get">["filters"][number];
export type Operator = Condition["operator"];
export type Level = "trace" | "span";

/** A condition in the making: every part a text. */
export interface ConditionDraft {
  field: string;
  key: string;
  operator: Operator;
  value: string;
}

type FieldKind = "text" | "number" | "flag" | "texts" | "map";

const TEXT: readonly Operator[] = ["=", "<>", "contains", "does not contain", "starts with", "ends with", "matches", "any of", "none of", "is null", "is not null"];
const NUMBER: readonly Operator[] = [">=", "<=", ">", "<", "=", "<>", "is null", "is not null"];
const OPERATORS: Record<FieldKind, readonly Operator[]> = {
  text: TEXT,
  number: NUMBER,
  flag: ["=", "<>"],
  texts: ["any of", "none of", "all of", "is null", "is not null"],
  map: [...TEXT, ">=", "<=", ">", "<"],
};

const TRACE_FIELDS: Readonly<Record<string, FieldKind>> = {
  name: "text",
  user_id: "text",
  session_id: "text",
  tags: "texts",
  environment: "text",
  release: "text",
  version: "text",
  models: "texts",
  status: "text",
  error_type: "text",
  input: "text",
  output: "text",
  latency_s: "number",
  total_cost: "number",
  total_tokens: "number",
  metadata: "map",
  score: "number",
  score_category: "texts",
  score_boolean: "flag",
};

const SPAN_FIELDS: Readonly<Record<string, FieldKind>> = {
  name: "text",
  type: "text",
  model: "text",
  level: "text",
  status_message: "text",
  environment: "text",
  release: "text",
  version: "text",
  prompt_name: "text",
  input: "text",
  output: "text",
  is_root: "flag",
  latency_s: "number",
  total_cost: "number",
  total_tokens: "number",
  metadata: "map",
};

const KEYED = new Set(["metadata", "score", "score_category", "score_boolean"]);
const LISTED = new Set<Operator>(["any of", "none of", "all of"]);
const UNVALUED = new Set<Operator>(["is null", "is not null"]);

export const fieldsOf = (level: Level): string[] => Object.keys(level === "trace" ? TRACE_FIELDS : SPAN_FIELDS);
export const needsKey = (field: string): boolean => KEYED.has(field);
export const takesValue = (operator: Operator): boolean => !UNVALUED.has(operator);

const kindOf = (field: string): FieldKind => TRACE_FIELDS[field] ?? SPAN_FIELDS[field] ?? "text";

/** The ways to compare a field; the server knows more fields, and says so of those that it does not know. */
export const operatorsOf = (field: string): readonly Operator[] => OPERATORS[kindOf(field)];

/** What stands in the place of a value that is a list, or true or false. */
export function hintOf({ field, operator }: ConditionDraft): string {
  if (LISTED.has(operator)) return "one, another";
  return { text: "", number: "0", flag: "true or false", texts: "", map: "" }[kindOf(field)];
}

/** A condition that is stored, to be edited. */
export function startCondition({ field, key, operator, value }: Condition): ConditionDraft {
  const text = Array.isArray(value) ? value.join(", ") : value === null || value === undefined ? "" : toText(value);
  return { field, key, operator, value: text };
}

const toText = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

/** What was edited, as it is sent: with the value that its field and operator have. */
export function toCondition({ field, key, operator, value }: ConditionDraft): Condition {
  return { field: field.trim(), key: needsKey(field) ? key.trim() : "", operator, value: takesValue(operator) ? toValue(kindOf(field), operator, value) : null };
}

function toValue(kind: FieldKind, operator: Operator, text: string): unknown {
  if (LISTED.has(operator)) return text.split(",").map((part) => part.trim()).filter((part) => part !== "");
  const isNumber = text.trim() !== "" && Number.isFinite(Number(text));
  if (kind === "flag") return text.trim() === "true" ? true : text.trim() === "false" ? false : text;
  if (kind === "number" || (kind === "map" && isNumber && NUMBER.includes(operator))) return isNumber ? Number(text) : text;
  return text;
}

/** A condition in words: score quality ≥ 0.8 */
export function describeCondition(condition: Condition): string {
  const { field, key, operator, value } = startCondition(condition);
  return [field, key && `“${key}”`, operator, takesValue(operator) && (value === "" ? "“”" : value)].filter(Boolean).join(" ");
}
