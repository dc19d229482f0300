/** A message of a conversation, whoever's format it came in. */
export interface Message {
  role: string;
  name?: string;
  text: string;
  /** What is no text: calls of tools, pictures, refusals, fields that nobody knows. */
  parts: Part[];
}

export interface Part {
  kind: string;
  value: unknown;
}

type Fields = Record<string, unknown>;

// LangChain's names for roles.
const ROLES: Record<string, string> = { human: "user", ai: "assistant", model: "assistant", function: "tool" };
const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * The messages of a value that is a conversation, else `null`: a list of messages, an object that holds one
 * (`messages`, `contents`, `choices`), or one message, as OpenAI, Anthropic, Gemini, LangChain and OpenTelemetry write them.
 */
export function toChat(value: unknown): Message[] | null {
  if (Array.isArray(value)) return toMessages(value);
  if (!isFields(value)) return null;
  const one = toMessage(value);
  if (one) return [one];
  for (const list of [value.messages, value.contents]) {
    const messages = Array.isArray(list) ? toMessages(list) : null;
    if (messages) return [...toSystem(value.system ?? value.system_instruction), ...messages];
  }
  if (Array.isArray(value.choices)) return toMessages(value.choices.map((choice: unknown) => (isFields(choice) ? choice.message : choice)));
  return null;
}

function toMessages(list: readonly unknown[]): Message[] | null {
  // Several prompts sent at once are lists within a list.
  const flat = list.length === 1 && Array.isArray(list[0]) ? (list[0] as unknown[]) : list;
  const messages = flat.map((entry) => (isFields(entry) ? toMessage(entry) : null));
  return messages.length > 0 && messages.every((message) => message !== null) ? messages : null;
}

function toSystem(value: unknown): Message[] {
  const message = value === undefined || value === null ? null : toMessage({ role: "system", content: value });
  return message ? [message] : [];
}

const KNOWN = new Set(["role", "type", "content", "parts", "name", "id", "additional_kwargs", "response_metadata", "annotations"]);

function toMessage(fields: Fields): Message | null {
  const role = toRole(fields);
  if (role === null) return null;
  const content = fields.content ?? fields.parts;
  const { text, parts } = splitContent(content);
  for (const [kind, value] of Object.entries(fields)) {
    if (!KNOWN.has(kind) && !isEmpty(value)) parts.push({ kind, value });
  }
  if (content === undefined && parts.length === 0) return null;
  return { role, ...(typeof fields.name === "string" && { name: fields.name }), text, parts };
}

function toRole(fields: Fields): string | null {
  if (typeof fields.role === "string") return ROLES[fields.role] ?? fields.role;
  if (typeof fields.type === "string" && "content" in fields && /^(human|ai|system|tool|function)$/.test(fields.type)) {
    return ROLES[fields.type] ?? fields.type;
  }
  return null;
}

function splitContent(content: unknown): { text: string; parts: Part[] } {
  if (typeof content === "string") return { text: content, parts: [] };
  if (!Array.isArray(content)) return { text: "", parts: isEmpty(content) ? [] : [{ kind: "content", value: content }] };
  const texts: string[] = [];
  const parts: Part[] = [];
  for (const part of content as unknown[]) {
    const text = toText(part);
    if (text === null) parts.push({ kind: toKind(part), value: part });
    else texts.push(text);
  }
  return { text: texts.join("\n\n"), parts };
}

function toText(part: unknown): string | null {
  if (typeof part === "string") return part;
  if (!isFields(part)) return null;
  if (typeof part.text === "string") return part.text;
  return part.type === "text" && typeof part.content === "string" ? part.content : null;
}

const toKind = (part: unknown) => (isFields(part) && typeof part.type === "string" ? part.type : "part");

const isEmpty = (value: unknown) =>
  value === null || value === undefined || value === "" || (Array.isArray(value) ? value.length === 0 : isFields(value) && Object.keys(value).length === 0);
