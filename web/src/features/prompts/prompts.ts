import { queryOptions } from "@tanstack/react-query";
import { read, send } from "@/api/client";

export interface Message {
  type?: string;
  name?: string;
  role?: string;
  content?: string;
}

export type Content = string | Message[];

/** A prompt in the list. */
export interface ListedPrompt {
  name: string;
  type: "text" | "chat";
  versions: number[];
  labels: string[];
  tags: string[];
  lastUpdatedAt: string;
}

/** One version. */
export interface Prompt {
  id: string;
  name: string;
  version: number;
  type: "text" | "chat";
  prompt: Content;
  config: unknown;
  labels: string[];
  tags: string[];
  commitMessage: string | null;
  createdBy: string;
  createdAt: string;
  updatedAt: string;
  resolutionGraph: { dependencies: Record<string, { name: string; version: number }[]> } | null;
}

export interface NewVersion {
  name: string;
  type: "text" | "chat";
  prompt: Content;
  config: unknown;
  labels: string[];
  commitMessage: string | null;
}

interface Page<T> {
  data: T[];
  meta: { page: number; totalPages: number };
}

const PAGE = 100;
const PAGES_MAX = 50;

/** All prompts by name, so that folders can be told. */
export const promptsQuery = queryOptions({
  queryKey: ["prompts"],
  queryFn: ({ signal }) => readAll<ListedPrompt>("/api/public/v2/prompts", signal),
});

async function readAll<T>(path: string, signal: AbortSignal): Promise<T[]> {
  const found: T[] = [];
  for (let page = 1; page <= PAGES_MAX; page++) {
    const { data, meta } = await read<Page<T>>(path, { page, limit: PAGE }, signal);
    found.push(...data);
    if (page >= meta.totalPages) break;
  }
  return found;
}

/** The versions that there are of one prompt; `null` for a name that nobody uses. */
export const versionsQuery = (name: string) =>
  queryOptions({
    queryKey: ["prompts", name],
    queryFn: async ({ signal }) => {
      const { data } = await read<Page<ListedPrompt>>("/api/public/v2/prompts", { name, limit: 1 }, signal);
      return data[0] ?? null;
    },
  });

/** One version as it was written, or with what it includes. */
export const promptQuery = (name: string, version: number, resolve: boolean) =>
  queryOptions({
    queryKey: ["prompts", name, version, resolve],
    queryFn: ({ signal }) => read<Prompt>(pathOf(name), { version, resolve }, signal),
  });

const pathOf = (name: string) => `/api/public/v2/prompts/${encodeURIComponent(name)}`;

export const createVersion = (sent: NewVersion) => send<Prompt>("POST", "/api/public/v2/prompts", sent);

export const giveLabels = (name: string, version: number, newLabels: string[]) =>
  send<Prompt>("PATCH", `${pathOf(name)}/versions/${version}`, { newLabels });

export const deleteVersion = (name: string, version: number) => send<undefined>("DELETE", `${pathOf(name)}?version=${version}`);

/** A content as one text, to be compared: messages under their roles. */
export function toPlainText(content: Content): string {
  if (typeof content === "string") return content;
  return content.map(toBlock).join("\n\n");
}

function toBlock(message: Message): string {
  if (isPlaceholder(message)) return `[${message.name ?? ""}]`;
  return `[${message.role ?? ""}]\n${message.content ?? ""}`;
}

export const isPlaceholder = (message: Message) => message.type === "placeholder";

/** The variables that a content has: {{name}}. */
export function findVariables(content: Content): string[] {
  const names = [...toPlainText(content).matchAll(/\{\{\s*([\w.-]+)\s*\}\}/g)].map((match) => match[1] ?? "");
  return [...new Set(names)];
}
