import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "./client";

const LIST_MAX = 1000;

/** The names of the datasets in use, for forms that take one. */
export const datasetNamesQuery = queryOptions({
  queryKey: ["datasets", "names", "all"],
  queryFn: async ({ signal }) =>
    (await unwrap(api.GET("/admin/datasets", { params: { query: { limit: LIST_MAX } }, signal }))).datasets.map(({ name }) => name),
});
