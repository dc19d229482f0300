import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { Answered, Sent } from "@/api/shapes";

export type Usage = Answered<"/admin/few-shot/usage", "get">;
export type ExampleUse = Usage["examples"][number];
export type TypeUse = Usage["types"][number];
export type Settings = Answered<"/admin/few-shot/settings", "get">;
export type SettingsSent = Sent<"/admin/few-shot/settings", "put">;
export type Selected = Answered<"/admin/few-shot/select", "post">;
export type Example = Selected["examples"][number];
export type Asked = Sent<"/admin/few-shot/select", "post">;
export type Strategy = Selected["strategy"];
export type Retirement = Answered<"/admin/few-shot/retired", "get">["retired"][number];

const KEY = "few-shot";
export const USAGE_KEY = [KEY, "usage"];
export const RETIRED_KEY = [KEY, "retired"];

export type Order = "uses" | "quality" | "effect";
export type Verdict = ExampleUse["verdict"];

export interface UsageAsked {
  hours: number;
  order: Order;
  verdict: Verdict | null;
}

/** What examples did in the last hours. */
export const usageQuery = (asked: UsageAsked) =>
  queryOptions({
    queryKey: [...USAGE_KEY, asked],
    queryFn: ({ signal }) => unwrap(api.GET("/admin/few-shot/usage", { params: { query: asked }, signal })),
    placeholderData: keepPreviousData,
  });

export const settingsQuery = queryOptions({
  queryKey: [KEY, "settings"],
  queryFn: ({ signal }) => unwrap(api.GET("/admin/few-shot/settings", { signal })),
});

const RETIRED_SHOWN = 500;

/** Examples that are shown no more, the latest first. */
export const retiredQuery = queryOptions({
  queryKey: RETIRED_KEY,
  queryFn: ({ signal }) => unwrap(api.GET("/admin/few-shot/retired", { params: { query: { limit: RETIRED_SHOWN } }, signal })),
});

export const saveSettings = (sent: SettingsSent) => unwrap(api.PUT("/admin/few-shot/settings", { body: sent }));

export const selectExamples = (asked: Asked) => unwrap(api.POST("/admin/few-shot/select", { body: asked }));

export const retire = (example: string, reason: string) => unwrap(api.POST("/admin/few-shot/retired", { body: { example, reason } }));

export const restore = (example: string) => unwrap(api.DELETE("/admin/few-shot/retired", { params: { query: { example } } }));

export const STRATEGIES: Readonly<Record<Strategy, string>> = {
  score: "Best score",
  similarity: "Nearest to the query",
  diverse: "Near, and unlike each other",
};

/** A dataset and an item in it, out of how a trace names an example; names of datasets may have slashes. */
export function splitReference(reference: string): { dataset: string; item: string } {
  const at = reference.lastIndexOf("/");
  return { dataset: reference.slice(0, at), item: reference.slice(at + 1) };
}
