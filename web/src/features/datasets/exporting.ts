import { queryOptions } from "@tanstack/react-query";
import { api, send, unwrap } from "@/api/client";
import type { Answered, Sent } from "@/api/shapes";

export type Export = Answered<"/admin/exports/{export_id}", "get">;
export type Asked = Partial<Sent<"/admin/datasets/{name}/export", "post">>;

/** What an export says of the items it looked at. */
export interface Report {
  looked_at: number;
  left_out: { reason: string; count: number; examples: string[] }[];
  near_duplicates: number;
  leaked: number;
  contaminated: { items: number };
  personal_data: { items: number; is_redacted: boolean };
  tokens: { total: number; is_estimated: boolean; model: string; training_cost_usd_per_epoch: number | null };
  warnings: string[];
}

const POLL_MS = 700;
const OVER = new Set(["completed", "failed", "cancelled"]);

/** The formats there are, with what each is for. */
export const formatsQuery = queryOptions({
  queryKey: ["export formats"],
  queryFn: async ({ signal }) => (await unwrap(api.GET("/admin/datasets/export/formats", { signal }))).formats,
  staleTime: Number.POSITIVE_INFINITY,
});

/** An export while it goes on, and as it ended. */
export const exportQuery = (id: string | null) =>
  queryOptions({
    queryKey: ["export", id],
    queryFn: ({ signal }) => unwrap(api.GET("/admin/exports/{export_id}", { params: { path: { export_id: id ?? "" } }, signal })),
    enabled: id !== null,
    refetchInterval: (query) => (query.state.data && isOver(query.state.data) ? false : POLL_MS),
  });

/** Whether nothing more comes of an export. */
export const isOver = (one: Export): boolean => OVER.has(one.state);

/** Asks what an export would come to, or for the export itself, which then goes on in the background. Names hold slashes, which the typed client would not encode. */
export const askExport = (name: string, asked: Asked, isDry: boolean): Promise<Export> =>
  send<Export>("POST", `/admin/datasets/${encodeURIComponent(name)}/export`, { ...asked, dry_run: isDry, background: !isDry });

/** Gives an export up. */
export const cancelExport = (id: string): Promise<Export> =>
  unwrap(api.POST("/admin/exports/{export_id}/cancel", { params: { path: { export_id: id } } }));

/** What the report finds, in words: a label and its figure. */
export function toFindings(report: Report): [string, string][] {
  const { tokens, personal_data: personal } = report;
  const cost = tokens.training_cost_usd_per_epoch;
  return [
    ...report.left_out.map(({ reason, count }): [string, string] => ["Left out", `${count.toLocaleString("en")}, because ${reason}`]),
    ["Near-duplicates", report.near_duplicates.toLocaleString("en")],
    ["In both train and validation", report.leaked.toLocaleString("en")],
    ["In evaluation datasets too", report.contaminated.items.toLocaleString("en")],
    ["With personal data", `${personal.items.toLocaleString("en")}${personal.is_redacted ? ", redacted" : ""}`],
    ["Tokens", `${tokens.is_estimated ? "about " : ""}${tokens.total.toLocaleString("en")}`],
    ...(cost === null ? [] : [["Training", `about $${cost.toFixed(2)} an epoch with ${tokens.model}`] satisfies [string, string]]),
    ...report.warnings.map((warning): [string, string] => ["Warning", warning]),
  ];
}
