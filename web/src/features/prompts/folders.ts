import type { ListedPrompt } from "./prompts";

/** What stands in a folder: other folders, with how many prompts they hold, and prompts. */
export interface Folder {
  folders: { path: string; name: string; count: number }[];
  prompts: ListedPrompt[];
}

/** What of all prompts stands in the folder with this path; the root is "". */
export function openFolder(prompts: readonly ListedPrompt[], path: string): Folder {
  const prefix = path === "" ? "" : `${path}/`;
  const counts = new Map<string, number>();
  const here: ListedPrompt[] = [];
  for (const prompt of prompts) {
    if (!prompt.name.startsWith(prefix)) continue;
    const [first = "", ...rest] = prompt.name.slice(prefix.length).split("/");
    if (rest.length === 0) here.push(prompt);
    else counts.set(first, (counts.get(first) ?? 0) + 1);
  }
  const folders = [...counts].map(([name, count]) => ({ path: prefix + name, name, count }));
  return { folders: folders.sort((one, other) => one.name.localeCompare(other.name)), prompts: here };
}

/** The prompts in whose name, label or tag words stand. */
export function findPrompts(prompts: readonly ListedPrompt[], words: string): ListedPrompt[] {
  const sought = words.trim().toLowerCase();
  return prompts.filter(({ name, labels, tags }) => [name, ...labels, ...tags].some((text) => text.toLowerCase().includes(sought)));
}

/** The way to a folder: each part with its own path. */
export function toCrumbs(path: string): { name: string; path: string }[] {
  const parts = path === "" ? [] : path.split("/");
  return parts.map((name, index) => ({ name, path: parts.slice(0, index + 1).join("/") }));
}
