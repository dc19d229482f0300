/** Values of items as text that people edit, and back. */

/** A text as it is, anything else as JSON. */
export function toEditable(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

/** What was typed: JSON where the value was no text before, or where it looks like an object or a list; else a text. */
export function fromEditable(text: string, before: unknown): unknown {
  if (text.trim() === "") return null;
  const wasText = typeof before === "string";
  const looksLikeJson = /^\s*[[{]/.test(text);
  if (wasText || (before === null && !looksLikeJson) || (before === undefined && !looksLikeJson)) return text;
  return JSON.parse(text) as unknown;
}

/** One line of a value, for a table. */
export function toPreview(value: unknown, length = 300): string {
  const text = typeof value === "string" ? value : value === null || value === undefined ? "" : JSON.stringify(value);
  return text.slice(0, length).replace(/\s+/g, " ");
}

/** Everything that an edit can change of an item, as one text. */
export function toComparable(item: { input: unknown; expected_output: unknown; metadata: unknown; status: string }): string {
  const { input, expected_output, metadata, status } = item;
  return [`Status: ${status}`, "", "Input", toEditable(input), "", "Expected output", toEditable(expected_output), "", "Metadata", toEditable(metadata)].join("\n");
}
