import { queryOptions } from "@tanstack/react-query";
import { api, read, send, unwrap } from "@/api/client";
import type { Answered } from "@/api/shapes";

export type Dataset = Answered<"/admin/datasets", "get">["datasets"][number];
export type Item = Answered<"/admin/datasets/{name}/items/{item_id}", "get">;
export type ItemVersion = Answered<"/admin/datasets/{name}/item-versions", "get">["versions"][number];

const LIST_MAX = 1000;

/** The datasets of the project, the newest first: those in use, or those in the archive. */
export const datasetsQuery = (archived: boolean) =>
  queryOptions({
    queryKey: ["datasets", archived],
    queryFn: ({ signal }) => unwrap(api.GET("/admin/datasets", { params: { query: { archived, limit: LIST_MAX } }, signal })),
  });

// Names hold slashes, which the typed client would not encode.
const pathOf = (name: string) => `/admin/datasets/${encodeURIComponent(name)}`;

export const datasetQuery = (name: string) =>
  queryOptions({
    queryKey: ["dataset", name],
    queryFn: ({ signal }) => read<Dataset>(pathOf(name), {}, signal),
  });

export const createDataset = (sent: { name: string; description: string | null }) => unwrap(api.POST("/admin/datasets", { body: sent }));

export const changeDataset = (name: string, change: { name?: string; description?: string; archived?: boolean }) =>
  send<Dataset>("PATCH", pathOf(name), change);

export const deleteDataset = (name: string) =>
  send<{ outcome: "deleted" | "archived"; run_count: number }>("DELETE", pathOf(name));

interface ItemsAsked {
  asOf: string;
  archived: boolean;
  offset: number;
  limit: number;
}

export const readItems = (name: string, asked: ItemsAsked, signal: AbortSignal) =>
  read<{ items: Item[]; total: number }>(
    `${pathOf(name)}/items`,
    { as_of: asked.asOf, archived: asked.archived, offset: asked.offset, limit: asked.limit },
    signal,
  );

export const versionsQuery = (name: string, id: string) =>
  queryOptions({
    queryKey: ["item versions", name, id],
    queryFn: ({ signal }) => read<{ versions: ItemVersion[]; more: boolean }>(`${pathOf(name)}/item-versions`, { id }, signal),
  });

export interface ItemChange {
  input?: unknown;
  expected_output?: unknown;
  metadata?: unknown;
  status?: "ACTIVE" | "ARCHIVED";
}

export const changeItem = (name: string, id: string, change: ItemChange) =>
  send<Item>("PATCH", `${pathOf(name)}/items/${encodeURIComponent(id)}`, change);

export const addItem = (name: string, item: ItemChange) =>
  send<{ ids: string[] }>("POST", `${pathOf(name)}/items`, item);
