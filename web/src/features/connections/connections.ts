import { api, unwrap } from "@/api/client";
import type { Sent } from "@/api/shapes";

export type ConnectionSent = Sent<"/admin/llm-connections", "put">;
export type Adapter = NonNullable<ConnectionSent["adapter"]>;

export const ADAPTERS = {
  openai: "OpenAI, or anything that speaks like it",
  anthropic: "Anthropic",
  google: "Google",
} as const;

/** Make a connection, or replace the one of the same provider. */
export const putConnection = (sent: ConnectionSent) => unwrap(api.PUT("/admin/llm-connections", { body: sent }));

const toPath = (id: string) => ({ path: { connection_id: id } });

/** Ask a model of a connection something small. */
export const testConnection = (id: string) => unwrap(api.POST("/admin/llm-connections/{connection_id}/test", { params: toPath(id) }));

export const deleteConnection = (id: string) => unwrap(api.DELETE("/admin/llm-connections/{connection_id}", { params: toPath(id) }));
