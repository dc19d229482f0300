import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { Answered } from "@/api/shapes";

export type Key = Answered<"/admin/keys", "get">[number];
export type NewKey = Answered<"/admin/keys", "post">;

export const keysQuery = queryOptions({
  queryKey: ["keys"],
  queryFn: ({ signal }) => unwrap(api.GET("/admin/keys", { signal })),
});

export const makeKey = (note: string) => unwrap(api.POST("/admin/keys", { body: { note } }));

export const revokeKey = (publicKey: string) =>
  unwrap(api.DELETE("/admin/keys/{public_key}", { params: { path: { public_key: publicKey } } }));

/** Keys in use first, the newest of them at the top; then the revoked. */
export function orderKeys(keys: readonly Key[]): Key[] {
  return [...keys].sort(
    (one, other) =>
      Number(one.revoked_at !== null) - Number(other.revoked_at !== null) || other.created_at.localeCompare(one.created_at),
  );
}
