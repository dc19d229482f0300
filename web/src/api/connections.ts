import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "./client";
import type { Answered } from "./shapes";

export type Connection = Answered<"/admin/llm-connections", "get">["connections"][number];

/** The project's connections to providers of models, the oldest first; never their keys. */
export const connectionsQuery = queryOptions({
  queryKey: ["llm connections"],
  queryFn: async ({ signal }) => (await unwrap(api.GET("/admin/llm-connections", { signal }))).connections,
});
