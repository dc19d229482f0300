import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";

/** Every project of the server; 403 for whoever signed in with a key, which opens its own alone. */
export const projectsQuery = queryOptions({
  queryKey: ["projects"],
  queryFn: ({ signal }) => unwrap(api.GET("/admin/projects", { signal })),
});

export const makeProject = (project: { id: string; name: string }) => unwrap(api.POST("/admin/projects", { body: project }));

/** An id made of a name: letters, digits and hyphens. */
export function toProjectId(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/[̀-ͯ]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 100);
}
