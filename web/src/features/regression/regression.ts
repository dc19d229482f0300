import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, read, unwrap } from "@/api/client";
import type { Answered, Sent } from "@/api/shapes";
import { isUnderWay } from "@/components/RunState";

export type Test = Answered<"/admin/regression/test", "get">["tests"][number];
export type TestSent = Sent<"/admin/regression/test", "post">;
export type Testable = Answered<"/admin/regression/datasets", "get">["datasets"][number];
export type Report = Answered<"/admin/regression/compare", "post">;
export type ScoreComparison = Report["scores"][number];
export type ItemComparison = Report["items"][number];
export type Baseline = Answered<"/admin/regression/baseline/{baseline_id}", "get">;
export type PastAnswer = Answered<"/admin/regression/history/{dataset_name}", "get">["answers"][number];

const LIVE_MS = 1000;
const PAGE = 50;
const HISTORY_MAX = 50;
const toPath = (testId: string) => ({ path: { test_id: testId } });

/** The project's tests, the newest first, page by page; asked again while one goes on. */
export const testsQuery = (dataset: string) =>
  infiniteQueryOptions({
    queryKey: ["tests", dataset],
    queryFn: ({ pageParam, signal }) =>
      unwrap(api.GET("/admin/regression/test", { params: { query: { dataset_name: dataset || null, offset: pageParam, limit: PAGE } }, signal })),
    initialPageParam: 0,
    getNextPageParam: (page, _, offset) => (offset + PAGE < page.total ? offset + PAGE : null),
    refetchInterval: ({ state }) => (state.data?.pages.some(({ tests }) => tests.some(isGoingOn)) ? LIVE_MS : false),
  });

const isGoingOn = ({ status }: Test) => isUnderWay({ state: status });

/** One test; asked again while it goes on. */
export const testQuery = (testId: string) =>
  queryOptions({
    queryKey: ["test", testId],
    queryFn: ({ signal }) => unwrap(api.GET("/admin/regression/test/{test_id}", { params: toPath(testId), signal })),
    refetchInterval: ({ state }) => (state.data && isGoingOn(state.data) ? LIVE_MS : false),
  });

/** The report of a test that is over; its parts are those of any comparison. */
export const reportOf = (test: Test): Report | null => test.report as Report | null;

/** The verdict of a test that is over, in short; lists of tests hold no more. */
export const summaryOf = (test: Test) => test.summary as Pick<Report, "verdict" | "finding" | "sentence"> | null;

export const startTest = (sent: TestSent) => unwrap(api.POST("/admin/regression/test", { body: sent }));

export const cancelTest = (testId: string) => unwrap(api.POST("/admin/regression/test/{test_id}/cancel", { params: toPath(testId) }));

/** What can be tested with. */
export const testableQuery = queryOptions({
  queryKey: ["testable datasets"],
  queryFn: async ({ signal }) => (await unwrap(api.GET("/admin/regression/datasets", { params: { query: { limit: 500 } }, signal }))).datasets,
});

// Names of datasets hold slashes, which the typed client would not encode.
const ofDataset = (what: string, dataset: string) => `/admin/regression/${what}/${encodeURIComponent(dataset)}`;

/** A dataset's baselines, the newest first. */
export const baselinesQuery = (dataset: string) =>
  queryOptions({
    queryKey: ["baselines", dataset],
    queryFn: async ({ signal }) => (await read<{ baselines: Baseline[] }>(ofDataset("baselines", dataset), { limit: 500 }, signal)).baselines,
  });

export const baselineQuery = (id: string) =>
  queryOptions({
    queryKey: ["baseline", id],
    queryFn: ({ signal }) => unwrap(api.GET("/admin/regression/baseline/{baseline_id}", { params: { path: { baseline_id: id } }, signal })),
  });

export const saveBaseline = (sent: Sent<"/admin/regression/baseline", "post">) => unwrap(api.POST("/admin/regression/baseline", { body: sent }));

export const deleteBaseline = (id: string) => unwrap(api.DELETE("/admin/regression/baseline/{baseline_id}", { params: { path: { baseline_id: id } } }));

/** A test held against another test or any baseline. */
export const compareQuery = (sent: Sent<"/admin/regression/compare", "post">) =>
  queryOptions({
    queryKey: ["comparison", sent],
    queryFn: ({ signal }) => unwrap(api.POST("/admin/regression/compare", { body: sent, signal })),
    staleTime: Infinity,
  });

/** An item's answers in the latest tests of its dataset, the newest first. */
export const historyQuery = (dataset: string, itemId: string) =>
  queryOptions({
    queryKey: ["item answers", dataset, itemId],
    queryFn: async ({ signal }) =>
      (await read<{ answers: PastAnswer[] }>(ofDataset("history", dataset), { item_id: itemId, limit: HISTORY_MAX }, signal)).answers,
  });

interface Item {
  input: unknown;
  expected_output: unknown;
}

/** What an item asks, in its latest version. */
export const itemQuery = (dataset: string, itemId: string) =>
  queryOptions({
    queryKey: ["item versions", dataset, itemId, "newest"],
    queryFn: async ({ signal }) => {
      const path = `/admin/datasets/${encodeURIComponent(dataset)}/item-versions`;
      return (await read<{ versions: Item[] }>(path, { id: itemId }, signal)).versions[0] ?? null;
    },
  });

/** What a test's items ask, by their ids; of the first so many. */
export const questionsQuery = (testId: string) =>
  queryOptions({
    queryKey: ["test", testId, "questions"],
    queryFn: async ({ signal }) => {
      const query = { limit: 500 };
      const { items } = await unwrap(api.GET("/admin/regression/test/{test_id}/items", { params: { ...toPath(testId), query }, signal }));
      return new Map(items.map((item) => [item.item_id, item.query]));
    },
    staleTime: Infinity,
  });

export interface Flakiness {
  score_name: string;
  runs: number;
  items: number;
  spread: { items: number | null; runs: number | null; judge: number | null };
  repeats_needed: number | null;
  flaky: { item_id: string; low: number; high: number; mean: number }[];
}

/** What a dataset's scores vary by without anybody's doing, over its latest tests. */
export const flakinessQuery = (dataset: string) =>
  queryOptions({
    queryKey: ["flakiness", dataset],
    queryFn: async ({ signal }) => (await read<{ flakiness: Flakiness }>(ofDataset("flakiness", dataset), {}, signal)).flakiness,
    retry: false,
  });

export type Answer = Answered<"/admin/regression/test/{test_id}/items", "get">["items"][number];

/** The answers of a test, by item and repeat, page by page. */
export const answersQuery = (testId: string) =>
  infiniteQueryOptions({
    queryKey: ["test", testId, "answers"],
    queryFn: ({ pageParam, signal }) =>
      unwrap(api.GET("/admin/regression/test/{test_id}/items", { params: { ...toPath(testId), query: { cursor: pageParam, limit: 100 } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
