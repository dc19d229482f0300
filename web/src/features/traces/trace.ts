import { queryOptions } from "@tanstack/react-query";
import { api, read, send, unwrap } from "@/api/client";
import type { Answered } from "@/api/shapes";

export type TraceScore = Answered<"/metrics/traces/{trace_id}/outline", "get">["scores"][number];
export type Content = Answered<"/metrics/traces/{trace_id}/content", "get">;

/** A trace, or one span of it. */
export interface Subject {
  traceId: string;
  spanId: string | null;
}

export const outlineQuery = (traceId: string) =>
  queryOptions({
    queryKey: ["trace", traceId, "outline"],
    queryFn: ({ signal }) => unwrap(api.GET("/metrics/traces/{trace_id}/outline", { params: { path: { trace_id: traceId } }, signal })),
  });

/** What went in and came out, which may be long. */
export const contentQuery = ({ traceId, spanId }: Subject) =>
  queryOptions({
    queryKey: ["trace", traceId, "content", spanId],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/metrics/traces/{trace_id}/content", { params: { path: { trace_id: traceId }, query: { span: spanId } }, signal })),
    gcTime: 60_000,
  });

export interface Comment {
  id: string;
  content: string;
  createdAt: string;
  authorUserId: string | null;
}

const toObject = ({ traceId, spanId }: Subject) =>
  spanId === null ? { objectType: "TRACE", objectId: traceId } : { objectType: "OBSERVATION", objectId: spanId };

export const commentsQuery = (subject: Subject) =>
  queryOptions({
    queryKey: ["trace", subject.traceId, "comments", subject.spanId],
    queryFn: async ({ signal }) => (await read<{ data: Comment[] }>("/api/public/comments", { ...toObject(subject), limit: 100 }, signal)).data,
  });

export const addComment = (projectId: string, subject: Subject, content: string) =>
  send("POST", "/api/public/comments", { projectId, ...toObject(subject), content });

export interface ScoreConfig {
  id: string;
  name: string;
  dataType: "NUMERIC" | "CATEGORICAL" | "BOOLEAN" | "TEXT";
  isArchived: boolean;
  minValue: number | null;
  maxValue: number | null;
  categories: { label: string; value: number }[] | null;
  description: string | null;
}

export const configsQuery = queryOptions({
  queryKey: ["score-configs"],
  queryFn: async ({ signal }) => {
    const { data } = await read<{ data: ScoreConfig[] }>("/api/public/score-configs", { limit: 100 }, signal);
    return data.filter((config) => !config.isArchived);
  },
});

export interface NewScore {
  name: string;
  value: number | string;
  dataType: ScoreConfig["dataType"];
  configId?: string | undefined;
  comment?: string | undefined;
}

/** What follows no config is refused as an annotation, and is a score like any other. */
export const addScore = ({ traceId, spanId }: Subject, score: NewScore) =>
  send("POST", "/api/public/scores", {
    ...score,
    traceId,
    observationId: spanId ?? undefined,
    source: score.configId === undefined ? undefined : "ANNOTATION",
  });

export const datasetsQuery = queryOptions({
  queryKey: ["datasets", "names"],
  queryFn: async ({ signal }) => (await unwrap(api.GET("/admin/datasets", { signal }))).datasets.map((dataset) => dataset.name),
});

/** Make an item of a trace or a span; a dataset that does not exist yet is made first. */
export async function addToDataset(subject: Subject, dataset: string, known: readonly string[]): Promise<void> {
  if (!known.includes(dataset)) await unwrap(api.POST("/admin/datasets", { body: { name: dataset } }));
  if (subject.spanId === null) {
    const path = { name: dataset };
    const answer = await unwrap(api.POST("/admin/datasets/{name}/traces", { params: { path }, body: { trace_ids: [subject.traceId], limit: 1 } }));
    const refused = answer.rejected[0];
    if (refused) throw new Error(refused.reason);
    return;
  }
  const { input, output } = await unwrap(
    api.GET("/metrics/traces/{trace_id}/content", { params: { path: { trace_id: subject.traceId }, query: { span: subject.spanId } } }),
  );
  const source = { sourceTraceId: subject.traceId, sourceObservationId: subject.spanId };
  await send("POST", "/api/public/dataset-items", { datasetName: dataset, input, expectedOutput: output, ...source });
}
