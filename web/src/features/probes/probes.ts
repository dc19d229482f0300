import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { Answered, Sent } from "@/api/shapes";

export type Probe = Answered<"/admin/probes/{probe_id}", "get">;
export type ProbeWithUptime = Answered<"/admin/probes", "get">["probes"][number];
export type Uptime = ProbeWithUptime["uptime"];
export type UptimeStep = Uptime["whole"];
export type Result = Answered<"/admin/probes/{probe_id}/results", "get">["results"][number];
export type Run = Answered<"/admin/probes/{probe_id}/run", "post">;
export type Checked = Result["checks"][number];
export type Check = Probe["checks"][number];
export type ProbeSent = Sent<"/admin/probes", "post">;
export type ProbeChange = Sent<"/admin/probes/{probe_id}", "patch">;

const LIVE_MS = 10_000;
const STRIP_STEPS = 48;
const CHART_STEPS = 96;
const toPath = (id: string) => ({ path: { probe_id: id } });

/** Probes with how they fared in the last hours; asked again and again, for they run by themselves. */
export const probesQuery = (hours: number) =>
  queryOptions({
    queryKey: ["probes", hours],
    queryFn: async ({ signal }) => (await unwrap(api.GET("/admin/probes", { params: { query: { hours, steps: STRIP_STEPS } }, signal }))).probes,
    refetchInterval: LIVE_MS,
  });

/** One probe, by its id. */
export const probeQuery = (id: string) =>
  queryOptions({
    queryKey: ["probe", id],
    queryFn: ({ signal }) => unwrap(api.GET("/admin/probes/{probe_id}", { params: toPath(id), signal })),
    refetchInterval: LIVE_MS,
  });

export const uptimeQuery = (id: string, hours: number) =>
  queryOptions({
    queryKey: ["probe", id, "uptime", hours],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/admin/probes/{probe_id}/uptime", { params: { ...toPath(id), query: { hours, steps: CHART_STEPS } }, signal })),
    refetchInterval: LIVE_MS,
  });

/** What came of a probe's questions, the newest run first. */
export const resultsQuery = (id: string, hours: number, failed: boolean) =>
  queryOptions({
    queryKey: ["probe", id, "results", hours, failed],
    queryFn: async ({ signal }) =>
      (await unwrap(api.GET("/admin/probes/{probe_id}/results", { params: { ...toPath(id), query: { hours, failed, limit: 100 } }, signal }))).results,
    refetchInterval: LIVE_MS,
  });

export const createProbe = (sent: ProbeSent) => unwrap(api.POST("/admin/probes", { body: sent }));
export const changeProbe = (id: string, sent: ProbeChange) => unwrap(api.PATCH("/admin/probes/{probe_id}", { params: toPath(id), body: sent }));
export const deleteProbe = (id: string) => unwrap(api.DELETE("/admin/probes/{probe_id}", { params: toPath(id) }));
export const runProbe = (id: string) => unwrap(api.POST("/admin/probes/{probe_id}/run", { params: toPath(id) }));
export const tryProbe = (sent: ProbeSent) => unwrap(api.POST("/admin/probes/try", { body: sent }));
