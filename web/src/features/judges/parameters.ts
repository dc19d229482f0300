/** Parameters of a judge's kind, from the JSON schema that the server gives, as the fields of a form. */

export type Control = "text" | "long" | "number" | "switch" | "choice" | "texts" | "json";

export interface Parameter {
  name: string;
  label: string;
  description: string | undefined;
  control: Control;
  isRequired: boolean;
  isNullable: boolean;
  isWhole: boolean;
  choices: string[];
  least: number | undefined;
  most: number | undefined;
  /** What counts where nothing is said. */
  initial: unknown;
}

interface Schema {
  type?: string;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  anyOf?: Schema[];
  $ref?: string;
  $defs?: Record<string, Schema>;
  enum?: string[];
  items?: Schema;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
}

const LONG_TEXT = 1000;
const UNITS: Readonly<Record<string, string>> = { s: "s", ms: "ms", usd: "USD" };

/** The parameters of a schema, those that must be given first. */
export function toParameters(given: unknown): Parameter[] {
  const schema = given as Schema;
  const required = new Set(schema.required);
  const parameters = Object.entries(schema.properties ?? {}).map(([name, property]) =>
    toParameter(name, property, schema.$defs ?? {}, required.has(name)),
  );
  return parameters.sort((one, other) => Number(other.isRequired) - Number(one.isRequired));
}

function toParameter(name: string, property: Schema, definitions: Record<string, Schema>, isRequired: boolean): Parameter {
  const choices = property.anyOf ?? [property];
  const schema = resolve(choices.find(({ type }) => type !== "null") ?? property, definitions);
  return {
    name,
    label: toLabel(name),
    description: property.description,
    control: toControl(schema),
    isRequired,
    isNullable: choices.some(({ type }) => type === "null"),
    isWhole: schema.type === "integer",
    choices: schema.enum ?? [],
    least: schema.minimum,
    most: schema.maximum,
    initial: property.default,
  };
}

function resolve(schema: Schema, definitions: Record<string, Schema>): Schema {
  const name = schema.$ref?.split("/").at(-1);
  return (name !== undefined && definitions[name]) || schema;
}

function toControl({ type, enum: choices, items, maxLength }: Schema): Control {
  if (choices) return "choice";
  if (type === "boolean") return "switch";
  if (type === "number" || type === "integer") return "number";
  if (type === "array" && items?.type === "string") return "texts";
  if (type === "string") return (maxLength ?? 0) > LONG_TEXT ? "long" : "text";
  return "json";
}

/** `timeout_s` as people read it: Timeout (s). */
export function toLabel(name: string): string {
  const words = name.split("_");
  const unit = words.length > 1 ? UNITS[words.at(-1) ?? ""] : undefined;
  const text = (unit === undefined ? words : words.slice(0, -1)).join(" ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${unit === undefined ? "" : ` (${unit})`}`;
}

/** What a form holds of a parameter: JSON as its text, anything else as it is; `null` for nothing. */
export function startValue({ control, initial }: Parameter, given: unknown): unknown {
  const value = given === undefined ? initial : given;
  if (control === "json") return JSON.stringify(value ?? {}, null, 2);
  return value ?? null;
}

/** What a form held, as it is sent; what says nothing is left out, and so is what was always so. */
export function finishValues(parameters: readonly Parameter[], held: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const sent: Record<string, unknown> = {};
  for (const { name, control, isNullable } of parameters) {
    const value = held[name];
    if (value === undefined || value === "" || value === null) {
      if (isNullable && value !== undefined) sent[name] = null;
      continue;
    }
    sent[name] = control === "json" ? parseJson(name, value) : value;
  }
  return sent;
}

/** A text that should be JSON, and is none. */
export class NoJson extends Error {
  constructor(
    readonly parameter: string,
    message: string,
  ) {
    super(message);
  }
}

function parseJson(name: string, text: unknown): unknown {
  try {
    return JSON.parse(String(text)) as unknown;
  } catch (error) {
    throw new NoJson(name, `This is no JSON: ${error instanceof Error ? error.message : ""}`);
  }
}
