import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { Answered, Sent } from "@/api/shapes";
import { isUnderWay } from "@/components/RunState";

export type Judge = Answered<"/admin/judges/{name}", "get">;
export type Kind = Answered<"/admin/judges/types", "get">["types"][number];
export type Failure = Answered<"/admin/judges/failures", "get">["failures"][number];
export type JudgeRun = Answered<"/admin/judges/{name}/runs", "get">["runs"][number];
/** A judge as it is sent to be made, without its name. */
export type Definition = Omit<Sent<"/admin/judges", "post">, "name" | "enabled">;
export type Tried = Answered<"/admin/judges/try", "post">;
export type Calibration = Answered<"/admin/judges/{name}/calibrations", "get">["calibrations"][number];

export const judgesQuery = queryOptions({
  queryKey: ["judges"],
  queryFn: async ({ signal }) => (await unwrap(api.GET("/admin/judges", { signal }))).judges,
});

/** The kinds of judges there are, by their names. */
export const kindsQuery = queryOptions({
  queryKey: ["judge kinds"],
  queryFn: async ({ signal }) => {
    const { types } = await unwrap(api.GET("/admin/judges/types", { signal }));
    return new Map(types.map((kind) => [kind.name, kind]));
  },
  staleTime: Infinity,
});

const toPath = (name: string) => ({ path: { name } });

export const judgeQuery = (name: string) =>
  queryOptions({
    queryKey: ["judge", name],
    queryFn: ({ signal }) => unwrap(api.GET("/admin/judges/{name}", { params: toPath(name), signal })),
  });

/** Every version of a judge, the newest first. */
export const versionsQuery = (name: string) =>
  queryOptions({
    queryKey: ["judge", name, "versions"],
    queryFn: async ({ signal }) => (await unwrap(api.GET("/admin/judges/{name}/versions", { params: toPath(name), signal }))).judges,
  });

export const createJudge = (sent: Sent<"/admin/judges", "post">) => unwrap(api.POST("/admin/judges", { body: sent }));

export const changeJudge = (name: string, sent: Sent<"/admin/judges/{name}", "patch">) =>
  unwrap(api.PATCH("/admin/judges/{name}", { params: toPath(name), body: sent }));

export const deleteJudge = (name: string) => unwrap(api.DELETE("/admin/judges/{name}", { params: toPath(name) }));

export const tryJudge = (sent: Sent<"/admin/judges/try", "post">) => unwrap(api.POST("/admin/judges/try", { body: sent }));

/** Why a judge could not say, in words. */
export const REASONS = {
  timeout: "Took too long",
  rate_limited: "Too many requests",
  refused: "The model declined",
  malformed: "No verdict in the answer",
  unavailable: "The model is unavailable",
  unauthorized: "The key is refused",
  not_configured: "Not configured",
  over_budget: "Over budget",
  error: "Error",
} as const;
export type Reason = keyof typeof REASONS;

const toReason = (text: string): Reason | null => (text in REASONS ? (text as Reason) : null);
export const describeReason = (reason: string): string => (REASONS as Record<string, string>)[reason] ?? reason;

/** How much a judge could not judge. */
export const failureCountQuery = (name: string) =>
  queryOptions({
    queryKey: ["judge failures", name, "count"],
    queryFn: async ({ signal }) =>
      (await unwrap(api.GET("/admin/judges/failures", { params: { query: { judge: name, limit: 1 } }, signal }))).total,
  });

/** What one judge, or any, could not judge, the newest first. */
export const failuresQuery = (judge: string, reason: string) =>
  infiniteQueryOptions({
    queryKey: ["judge failures", judge, reason],
    queryFn: ({ pageParam, signal }) => {
      const query = { judge: judge || null, reason: toReason(reason), cursor: pageParam, limit: 50 };
      return unwrap(api.GET("/admin/judges/failures", { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export type RunAsked = Sent<"/admin/judges/{name}/run", "post">;

const LIVE_MS = 1000;

/** A judge's runs over what is stored, the newest first; asked again while one goes on. */
export const runsQuery = (name: string) =>
  queryOptions({
    queryKey: ["judge", name, "runs"],
    queryFn: async ({ signal }) => (await unwrap(api.GET("/admin/judges/{name}/runs", { params: toPath(name), signal }))).runs,
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? LIVE_MS : false),
  });

export const startRun = (name: string, sent: RunAsked) => unwrap(api.POST("/admin/judges/{name}/run", { params: toPath(name), body: sent }));

/** What a judge's calibrations found, the newest first. */
export const calibrationsQuery = (name: string) =>
  queryOptions({
    queryKey: ["judge", name, "calibrations"],
    queryFn: async ({ signal }) => (await unwrap(api.GET("/admin/judges/{name}/calibrations", { params: toPath(name), signal }))).calibrations,
  });

export type CalibrationAsked = Sent<"/admin/judges/{name}/calibrate", "post">;

export const calibrate = (name: string, sent: CalibrationAsked) =>
  unwrap(api.POST("/admin/judges/{name}/calibrate", { params: toPath(name), body: sent }));
