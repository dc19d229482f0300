import type { Content, Message, NewVersion, Prompt } from "./prompts";

/** What a person is writing: a new prompt, or the next version of one. */
export interface Draft {
  name: string;
  type: "text" | "chat";
  text: string;
  messages: Message[];
  config: string;
  labels: string[];
  commitMessage: string;
}

/** A draft that starts from a version, or from nothing in a folder. */
export function startDraft(from: Prompt | undefined, folder: string): Draft {
  const content: Content = from?.prompt ?? "";
  return {
    name: from?.name ?? (folder ? `${folder}/` : ""),
    type: from?.type ?? "text",
    text: typeof content === "string" ? content : "",
    messages: typeof content === "string" ? [{ role: "system", content: "" }] : content,
    config: from ? JSON.stringify(from.config ?? {}, null, 2) : "{}",
    labels: [],
    commitMessage: "",
  };
}

/** What is sent of a draft; what is wrong with it as text. */
export function finishDraft(draft: Draft): NewVersion | string {
  const name = draft.name.trim();
  if (!name) return "Give the prompt a name.";
  const config = parseConfig(draft.config);
  if (typeof config === "string") return config;
  return {
    name,
    type: draft.type,
    prompt: draft.type === "text" ? draft.text : draft.messages,
    config: config.value,
    labels: draft.labels,
    commitMessage: draft.commitMessage.trim() || null,
  };
}

function parseConfig(text: string): { value: unknown } | string {
  try {
    return { value: text.trim() === "" ? {} : (JSON.parse(text) as unknown) };
  } catch (error) {
    return `The config is no JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}
