/** What one can ask of traces; names are those of the API, and of the address. */

export interface FilterField {
  name: FilterName;
  label: string;
  kind: "value" | "number";
  /** What follows the number. */
  unit?: string;
}

export const FILTER_NAMES = [
  "text",
  "status",
  "error_type",
  "name",
  "user",
  "session",
  "tag",
  "model",
  "release",
  "version",
  "environment",
  "min_latency_ms",
  "score",
  "score_min",
  "score_max",
] as const;
export type FilterName = (typeof FILTER_NAMES)[number];

/** Every question that is asked; `tag` has one value or several. */
export type Filters = Partial<Record<Exclude<FilterName, "tag">, string>> & { tag?: string[] };

/** Those that people add one by one; words, status and scores have controls of their own. */
export const FIELDS: readonly FilterField[] = [
  { name: "name", label: "Name", kind: "value" },
  { name: "user", label: "User", kind: "value" },
  { name: "session", label: "Session", kind: "value" },
  { name: "tag", label: "Tag", kind: "value" },
  { name: "model", label: "Model", kind: "value" },
  { name: "environment", label: "Environment", kind: "value" },
  { name: "release", label: "Release", kind: "value" },
  { name: "version", label: "Version", kind: "value" },
  { name: "error_type", label: "Error type", kind: "value" },
  { name: "min_latency_ms", label: "Slower than", kind: "number", unit: "ms" },
];

/** The questions of an address. A number that is none asks nothing, and neither does a status that does not exist. */
export function parseFilters(search: Record<string, unknown>): Filters {
  const filters: Filters = {};
  for (const name of FILTER_NAMES) {
    if (name === "tag") continue;
    const value = search[name];
    const text = Array.isArray(value) ? (value as unknown[]).at(-1) : value;
    if (typeof text === "string" && text !== "" && isAnswerable(name, text)) filters[name] = text;
  }
  const tags = [search.tag].flat().filter((tag) => typeof tag === "string" && tag !== "") as string[];
  if (tags.length > 0) filters.tag = [...new Set(tags)];
  if (filters.score === undefined) {
    delete filters.score_min;
    delete filters.score_max;
  }
  return filters;
}

const NUMBERS = new Set<FilterName>(["min_latency_ms", "score_min", "score_max"]);

function isAnswerable(name: FilterName, text: string): boolean {
  if (name === "status") return text === "success" || text === "error";
  if (name === "min_latency_ms") return Number(text) >= 0 && Number.isFinite(Number(text));
  return !NUMBERS.has(name) || Number.isFinite(Number(text));
}

/** Everything that the address holds for a list of other questions: these set, all others gone. */
export function toSearch(filters: Filters): Record<FilterName, string | string[] | undefined> {
  return Object.fromEntries(FILTER_NAMES.map((name) => [name, filters[name]])) as Record<FilterName, string | string[] | undefined>;
}

export interface Chip {
  key: string;
  label: string;
  value: string;
  without: Filters;
}

/** The questions as people read them, each with what stays when it goes. */
export function toChips(filters: Filters): Chip[] {
  const chips: Chip[] = [];
  for (const { name, label, unit } of FIELDS) {
    const held = filters[name];
    for (const value of held === undefined ? [] : [held].flat()) {
      chips.push({ key: `${name}:${value}`, label, value: unit ? `${value} ${unit}` : value, without: withoutValue(filters, name, value) });
    }
  }
  if (filters.score !== undefined) chips.push(toScoreChip(filters, filters.score));
  return chips;
}

function withoutValue(filters: Filters, name: FilterName, value: string): Filters {
  if (name !== "tag") return { ...filters, [name]: undefined };
  const tags = (filters.tag ?? []).filter((tag) => tag !== value);
  return { ...filters, tag: tags.length > 0 ? tags : undefined };
}

function toScoreChip(filters: Filters, score: string): Chip {
  const { score_min: least, score_max: greatest } = filters;
  const value = describeRange(least, greatest);
  const without = { ...filters, score: undefined, score_min: undefined, score_max: undefined };
  return { key: "score", label: score, value, without };
}

function describeRange(least: string | undefined, greatest: string | undefined): string {
  if (least !== undefined && greatest !== undefined) return `${least} to ${greatest}`;
  if (least !== undefined) return `≥ ${least}`;
  return greatest === undefined ? "given" : `≤ ${greatest}`;
}

/** Whether anything is asked. */
export const hasFilters = (filters: Filters): boolean => Object.keys(toSearch(filters)).some((name) => filters[name as FilterName] !== undefined);

/** One more question; a second tag is asked for beside the first, anything else takes the place of what was asked. */
export function withFilter(filters: Filters, name: FilterName, value: string): Filters {
  return name === "tag" ? { ...filters, tag: [...new Set([...(filters.tag ?? []), value])] } : { ...filters, [name]: value };
}
