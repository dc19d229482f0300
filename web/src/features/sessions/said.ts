import { type Message, toChat } from "@/components/IoView";

/** What is new in an input: an application sends all that was said before with each question. */
export function newMessages(input: unknown): { messages: Message[]; earlier: number } | null {
  const all = toChat(input);
  if (all === null) return null;
  const lastAnswer = all.findLastIndex(({ role }) => role === "assistant");
  const messages = all.slice(lastAnswer + 1).filter(({ role }) => role !== "system" && role !== "developer");
  return messages.length > 0 ? { messages, earlier: all.length - messages.length } : { messages: all, earlier: 0 };
}

const FIELDS = ["question", "query", "message", "prompt", "input", "text", "content", "answer", "response", "output", "completion"];

/** The words of a value that is mostly words: a text, or an object whose only texts stand in a usual field. */
export function toWords(value: unknown): string | null {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const entries = Object.entries(value as Record<string, unknown>);
  const [first] = entries;
  return entries.length === 1 && first && FIELDS.includes(first[0]) && typeof first[1] === "string" ? first[1] : null;
}
