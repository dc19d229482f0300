import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "./client";
import type { Answered } from "./shapes";

export type Target = Answered<"/admin/targets/{name}", "get">;

/** What regression tests can ask, the oldest first; values of headers never come out. */
export const targetsQuery = queryOptions({
  queryKey: ["targets"],
  queryFn: async ({ signal }) => (await unwrap(api.GET("/admin/targets", { signal }))).targets,
});
