import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { read } from "@/api/client";

/** A score, or the mean of several of one name. */
export interface RunScore {
  id: string;
  name: string;
  value: number | boolean | string | null;
  dataType: string;
  comment: string | null;
}

/** A run of the dataset, whichever SDK made it. */
export interface Run {
  id: string;
  name: string;
  description: string | null;
  startTime: string;
  endTime: string;
  itemCount: number;
  scores: RunScore[];
}

/** What came of one item in a run. */
export interface RunItem {
  id: string;
  traceId: string;
  experimentItemId: string;
  level: string;
  input: unknown;
  output: unknown;
  expectedOutput: unknown;
  scores: RunScore[];
}

interface Page<T> {
  data: T[];
  meta: { cursor?: string };
}

const SINCE = "1970-01-02T00:00:00Z";

/** The runs of a dataset, those with the latest activity first. */
export const runsQuery = (datasetId: string) =>
  infiniteQueryOptions({
    queryKey: ["dataset runs", datasetId],
    queryFn: ({ pageParam, signal }) =>
      read<Page<Run>>(
        "/api/public/experiments",
        { datasetId, fromStartTime: SINCE, fields: "core,scores", limit: 50, cursor: pageParam },
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.meta.cursor,
  });

/** What came of the items of a run, the newest first. */
export const runItemsQuery = (runId: string) =>
  queryOptions({
    queryKey: ["run items", runId],
    queryFn: async ({ signal }) => {
      const asked = { experimentId: runId, fromStartTime: SINCE, fields: "core,dataset,io,scores", limit: 100 };
      return (await read<Page<RunItem>>("/api/public/experiment-items", asked, signal)).data;
    },
  });
