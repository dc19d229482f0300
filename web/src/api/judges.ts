import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "./client";

/** The names of the project's judges, for forms that take some. */
export const judgeNamesQuery = queryOptions({
  queryKey: ["judges", "names"],
  queryFn: async ({ signal }) => (await unwrap(api.GET("/admin/judges", { signal }))).judges.map(({ name }) => name),
});
