import { toChat } from "./chat";

/** The ways to look at a value. */
export type Look = "chat" | "markdown" | "text" | "json" | "raw";

const MARKDOWN_CHARACTERS_MAX = 50_000;
// A heading, a list, a fence, a quote, a table's rule, strong and other emphasis, code or a link.
const MARKDOWN = /^#{1,6} |^\s*[-*+] |^\s*\d+[.)] |^```|^> |^\|?\s*:?-{3,}:?\s*\||\*\*\S|(?<![\w*])[*_](?![\s*_])[^*_\n]+[*_](?!\w)|`[^`\n]+`|\[[^\]\n]+\]\([^)\n]+\)/m;

/** The looks that a value has, the best one first. */
export function findLooks(value: unknown): Look[] {
  if (typeof value === "string") {
    if (value.length > MARKDOWN_CHARACTERS_MAX) return ["text"];
    return MARKDOWN.test(value) ? ["markdown", "text"] : ["text"];
  }
  if (typeof value !== "object" || value === null) return ["raw"];
  return toChat(value) ? ["chat", "json", "raw"] : ["json", "raw"];
}

/** The text of a value: itself, or its JSON. */
export function toText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

/** Whether there is nothing to look at. */
export const isNothing = (value: unknown): boolean => value === null || value === undefined || value === "";
