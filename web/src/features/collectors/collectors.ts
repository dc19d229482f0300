import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { Answered, Sent } from "@/api/shapes";
import { isUnderWay } from "@/components/RunState";

export type Collector = Answered<"/admin/collectors/{name}", "get">;
export type CollectorRun = Answered<"/admin/collectors/{name}/runs", "get">["runs"][number];
export type Entry = Answered<"/admin/collectors/{name}/history", "get">["entries"][number];
export type Preview = Answered<"/admin/collectors/preview", "post">;
export type Tally = Preview["tally"];
export type CollectorSent = Sent<"/admin/collectors", "post">;
export type PreviewAsked = Sent<"/admin/collectors/preview", "post">;
/** What a collector asks, without its name and its dataset. */
export type Rule = NonNullable<PreviewAsked["rule"]>;

const LIVE_MS = 1000;
const PAGE = 50;
const toPath = (name: string) => ({ path: { name } });

export const collectorsQuery = queryOptions({
  queryKey: ["collectors"],
  queryFn: async ({ signal }) => (await unwrap(api.GET("/admin/collectors", { signal }))).collectors,
});

export const collectorQuery = (name: string) =>
  queryOptions({
    queryKey: ["collector", name],
    queryFn: ({ signal }) => unwrap(api.GET("/admin/collectors/{name}", { params: toPath(name), signal })),
  });

export const createCollector = (sent: CollectorSent) => unwrap(api.POST("/admin/collectors", { body: sent }));

export const changeCollector = (name: string, sent: Partial<CollectorSent>) =>
  unwrap(api.PATCH("/admin/collectors/{name}", { params: toPath(name), body: sent as Sent<"/admin/collectors/{name}", "patch"> }));

export const deleteCollector = (name: string) => unwrap(api.DELETE("/admin/collectors/{name}", { params: toPath(name) }));

export const previewCollector = (asked: PreviewAsked) => unwrap(api.POST("/admin/collectors/preview", { body: asked }));

/** A collector's runs over what is stored, the newest first; asked again while one goes on. */
export const runsQuery = (name: string) =>
  queryOptions({
    queryKey: ["collector", name, "runs"],
    queryFn: async ({ signal }) => (await unwrap(api.GET("/admin/collectors/{name}/runs", { params: toPath(name), signal }))).runs,
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? LIVE_MS : false),
  });

export const startRun = (name: string, sent: Sent<"/admin/collectors/{name}/run", "post">) =>
  unwrap(api.POST("/admin/collectors/{name}/run", { params: toPath(name), body: sent }));

/** What a collector has made, the newest first, page by page; asked again whenever it comes into view. */
export const historyQuery = (name: string) =>
  infiniteQueryOptions({
    queryKey: ["collector", name, "history"],
    staleTime: 0,
    queryFn: ({ pageParam, signal }) =>
      unwrap(api.GET("/admin/collectors/{name}/history", { params: { ...toPath(name), query: { offset: pageParam, limit: PAGE } }, signal })),
    initialPageParam: 0,
    getNextPageParam: (page, _, offset) => (page.more ? offset + PAGE : null),
  });
