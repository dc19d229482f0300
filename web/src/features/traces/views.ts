import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { Answered } from "@/api/shapes";

export type View = Answered<"/admin/views", "post">;

const PAGE = "traces";

export const viewsQuery = queryOptions({
  queryKey: ["views", PAGE],
  queryFn: ({ signal }) => unwrap(api.GET("/admin/views", { params: { query: { page: PAGE } }, signal })),
  staleTime: 60_000,
});

export const saveView = (name: string, search: string) => unwrap(api.POST("/admin/views", { body: { page: PAGE, name, search } }));

export const deleteView = (viewId: string) => unwrap(api.DELETE("/admin/views/{view_id}", { params: { path: { view_id: viewId } } }));
