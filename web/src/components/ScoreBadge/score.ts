/** What is shown of a score, in the words of any of the APIs that give one. */
export interface ScoreLike {
  name: string;
  value: number | string | boolean | null;
  dataType?: string | null;
  stringValue?: string | null;
  comment?: string | null;
}

/** The value as people read it: a category, yes or no, or a number with two decimals. */
export function formatScore({ value, dataType, stringValue }: ScoreLike): string {
  if (dataType === "BOOLEAN" || typeof value === "boolean") return Number(value) === 1 ? "true" : "false";
  if (stringValue) return stringValue;
  if (typeof value === "number") return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(3)));
  return value ?? "–";
}

/** How far a number between 0 and 1 is on its way, in percent; `null` for any other value. */
export function toShare({ value, dataType }: ScoreLike): number | null {
  if (typeof value !== "number" || dataType === "CATEGORICAL" || value < 0 || value > 1) return null;
  return value * 100;
}
