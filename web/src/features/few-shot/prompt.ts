import type { Example } from "./fewShot";

type Shown = Pick<Example, "query" | "response">;

/** How an application's `format_examples` writes examples, by its styles. */
export const STYLES = ["qa", "conversation", "structured", "messages"] as const;
export type Style = (typeof STYLES)[number];

const WRITERS: Readonly<Record<Exclude<Style, "messages">, (example: Shown, place: number) => string>> = {
  qa: ({ query, response }, place) => `Q${place}: ${query}\nA${place}: ${response}`,
  conversation: ({ query, response }) => `User: ${query}\nAssistant: ${response}`,
  structured: ({ query, response }) =>
    `<example>\n<query>${escape(query)}</query>\n<response>${escape(response)}</response>\n</example>`,
};

export function formatExamples(examples: readonly Shown[], style: Style): string {
  if (style === "messages") return JSON.stringify(toMessages(examples), null, 2);
  return examples.map((example, index) => WRITERS[style](example, index + 1)).join("\n\n");
}

export const HEADING = "## Examples of good answers";
const PLACEHOLDER = /\{\{\s*examples\s*\}\}/g;

/** What `inject_few_shot` makes of a prompt, or of a chat that has it as its system's message. */
export function toPrompt(base: string, query: string, examples: readonly Shown[], style: Style): string {
  if (style === "messages") {
    const chat = [{ role: "system", content: base }, ...toMessages(examples), { role: "user", content: query }];
    return JSON.stringify(chat, null, 2);
  }
  const text = formatExamples(examples, style);
  const placed = base.replace(PLACEHOLDER, () => text);
  if (placed !== base || text === "") return placed;
  return `${base}\n\n${HEADING}\n\n${text}`;
}

const toMessages = (examples: readonly Shown[]) =>
  examples.flatMap(({ query, response }) => [
    { role: "user", content: query },
    { role: "assistant", content: response },
  ]);

const escape = (text: string) =>
  text
    // What XML has no way to write.
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("\r", "&#13;");
