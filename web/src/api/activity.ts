import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "./client";
import type { Answered } from "./shapes";

export type UserActivity = Answered<"/metrics/users", "get">["users"][number];
export type SessionActivity = Answered<"/metrics/sessions", "get">["sessions"][number];

interface Asked {
  from: Date;
  to: Date;
  text: string;
}

const toRange = ({ from, to }: Asked) => ({ from: from.toISOString(), to: to.toISOString() });

/** Users with traces in a time, those seen last first. */
export const usersQuery = (asked: Asked) =>
  queryOptions({
    queryKey: ["users", asked],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/metrics/users", { params: { query: { ...toRange(asked), text: asked.text } }, signal })),
  });

/** Sessions with traces in a time, of everybody or of one user, those that went on last first. */
export const sessionsQuery = (asked: Asked & { user: string }) =>
  queryOptions({
    queryKey: ["sessions", asked],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/metrics/sessions", { params: { query: { ...toRange(asked), text: asked.text, user: asked.user } }, signal })),
  });
