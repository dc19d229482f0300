import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { Answered, Sent } from "@/api/shapes";

export type Rule = Answered<"/admin/alerts/rules/{rule_id}", "get">;
export type RuleType = Rule["rule_type"];
/** Those that people can make: channels are watched without a rule. */
export type MadeType = Exclude<RuleType, "channel_failing">;
export type Severity = Rule["severity"];
export type Measure = Rule["measure"];
export type Firing = Answered<"/admin/alerts/firings/{firing_id}", "get">;
export type Standing = Answered<"/admin/alerts/states", "get">["states"][number];
export type AlertState = Standing["state"];
export type Silence = Answered<"/admin/alerts/silences", "get">["silences"][number];
export type Preview = Answered<"/admin/alerts/rules/preview", "post">;
export type Glance = Preview["looks"][number];
export type Backtest = Answered<"/admin/alerts/rules/backtest", "post">;
export type RuleSent = Partial<Sent<"/admin/alerts/rules", "post">> & Pick<Sent<"/admin/alerts/rules", "post">, "name" | "rule_type" | "threshold">;
/** A rule that is stored, or one in the making. */
export type Tried = { rule_id: string } | { rule: RuleSent };

export const SEVERITIES: readonly Severity[] = ["info", "warning", "error", "critical"];

const LIVE_MS = 15_000;
const LIST_MAX = 1000;
const ALERTS = "alerts";

/** All that is known of alerts, to be asked for anew after something was changed. */
export const everything = { queryKey: [ALERTS] };

const toPath = (id: string) => ({ path: { rule_id: id } });

export const rulesQuery = queryOptions({
  queryKey: [ALERTS, "rules"],
  queryFn: async ({ signal }) => (await unwrap(api.GET("/admin/alerts/rules", { signal }))).rules,
  refetchInterval: LIVE_MS,
});

export const ruleQuery = (id: string) =>
  queryOptions({
    queryKey: [ALERTS, "rule", id],
    queryFn: ({ signal }) => unwrap(api.GET("/admin/alerts/rules/{rule_id}", { params: toPath(id), signal })),
    refetchInterval: LIVE_MS,
  });

export const createRule = (sent: RuleSent) => unwrap(api.POST("/admin/alerts/rules", { body: sent as Sent<"/admin/alerts/rules", "post"> }));

export const changeRule = (id: string, sent: Partial<RuleSent>) =>
  unwrap(api.PUT("/admin/alerts/rules/{rule_id}", { params: toPath(id), body: sent as Sent<"/admin/alerts/rules/{rule_id}", "put"> }));

export const deleteRule = (id: string) => unwrap(api.DELETE("/admin/alerts/rules/{rule_id}", { params: toPath(id) }));

/** Where every group of every rule stands. */
export const statesQuery = queryOptions({
  queryKey: [ALERTS, "states"],
  queryFn: async ({ signal }) => (await unwrap(api.GET("/admin/alerts/states", { signal }))).states,
  refetchInterval: LIVE_MS,
});

export const monitoringQuery = queryOptions({
  queryKey: [ALERTS, "monitoring"],
  queryFn: ({ signal }) => unwrap(api.GET("/admin/alerts/monitoring", { signal })),
  refetchInterval: LIVE_MS,
});

export const startMonitoring = () => unwrap(api.POST("/admin/alerts/start-monitoring"));
export const stopMonitoring = () => unwrap(api.POST("/admin/alerts/stop-monitoring"));
export const checkNow = () => unwrap(api.POST("/admin/alerts/check"));

interface Asked {
  hours: number;
  severity?: Severity | null;
  ruleId?: string | null;
}

/** What fired, or still did, within the last hours, the newest first; and how much that is in all. */
export const historyQuery = ({ hours, severity = null, ruleId = null }: Asked) =>
  queryOptions({
    queryKey: [ALERTS, "history", hours, severity, ruleId],
    queryFn: ({ signal }) => {
      const query = { hours, severity, rule_id: ruleId, limit: LIST_MAX };
      return unwrap(api.GET("/admin/alerts/history", { params: { query }, signal }));
    },
    refetchInterval: LIVE_MS,
  });

/** What fires now. */
export const firingsQuery = queryOptions({
  ...historyQuery({ hours: 1 }),
  select: ({ alerts }) => alerts.filter(({ resolved_at: resolvedAt }) => resolvedAt === null),
});

const toFiring = (id: string) => ({ path: { firing_id: id } });

export const firingQuery = (id: string) =>
  queryOptions({
    queryKey: [ALERTS, "firing", id],
    queryFn: ({ signal }) => unwrap(api.GET("/admin/alerts/firings/{firing_id}", { params: toFiring(id), signal })),
    refetchInterval: LIVE_MS,
  });

export const acknowledge = (id: string, by: string) =>
  unwrap(api.POST("/admin/alerts/firings/{firing_id}/acknowledge", { params: toFiring(id), body: { by, comment: "" } }));

export const comment = (id: string, text: string, by: string) =>
  unwrap(api.POST("/admin/alerts/firings/{firing_id}/comments", { params: toFiring(id), body: { text, by } }));

/** Make items of a dataset out of a firing's worst traces; a dataset that does not exist yet is made first. */
export async function makeItems(id: string, dataset: string, isNew: boolean) {
  if (isNew) await unwrap(api.POST("/admin/datasets", { body: { name: dataset } }));
  return unwrap(api.POST("/admin/alerts/firings/{firing_id}/items", { params: toFiring(id), body: { dataset, limit: 10 } }));
}

export const silencesQuery = queryOptions({
  queryKey: [ALERTS, "silences"],
  queryFn: async ({ signal }) => (await unwrap(api.GET("/admin/alerts/silences", { signal }))).silences,
  refetchInterval: LIVE_MS,
});

export type SilenceSent = Pick<Silence, "rule_id" | "labels" | "comment"> & { by: string; minutes?: number; ends_at?: string };

export const silence = (sent: SilenceSent) => unwrap(api.POST("/admin/alerts/silences", { body: sent }));

export const endSilence = (id: string) =>
  unwrap(api.DELETE("/admin/alerts/silences/{silence_id}", { params: { path: { silence_id: id } } }));

const TRIED_FOR_MS = 60_000;

/** What a rule would say now. */
export const previewQuery = (tried: Tried) =>
  queryOptions({
    queryKey: ["alert preview", tried],
    queryFn: ({ signal }) => unwrap(api.POST("/admin/alerts/rules/preview", { body: tried as Sent<"/admin/alerts/rules/preview", "post">, signal })),
    placeholderData: keepPreviousData,
    staleTime: TRIED_FOR_MS,
  });

/** What a rule would have said in the hours before a time; before now if it is not given. */
export const backtestQuery = (tried: Tried, hours: number, to: string | null = null) =>
  queryOptions({
    queryKey: ["alert backtest", tried, hours, to],
    queryFn: ({ signal }) => {
      const body = { ...tried, hours, to } as Sent<"/admin/alerts/rules/backtest", "post">;
      return unwrap(api.POST("/admin/alerts/rules/backtest", { body, signal }));
    },
    placeholderData: keepPreviousData,
    staleTime: TRIED_FOR_MS,
  });
