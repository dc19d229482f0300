import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { Answered, Sent } from "@/api/shapes";

export type Channel = Answered<"/admin/alerts/channels", "get">["channels"][number];
export type ChannelKind = Channel["kind"];
export type ChannelSent = Partial<Sent<"/admin/alerts/channels", "post">>;
export type Notification = Answered<"/admin/alerts/notifications", "get">["notifications"][number];
export type Status = Notification["status"];

const LIVE_MS = 15_000;
// Under alerts: what is done to one of them changes what is shown of the other.
const CHANNELS = ["alerts", "channels"];
const toPath = (id: string) => ({ path: { channel_id: id } });

export const channelsQuery = queryOptions({
  queryKey: CHANNELS,
  queryFn: async ({ signal }) => (await unwrap(api.GET("/admin/alerts/channels", { signal }))).channels,
  refetchInterval: LIVE_MS,
});

export const createChannel = (sent: ChannelSent) => unwrap(api.POST("/admin/alerts/channels", { body: sent as Sent<"/admin/alerts/channels", "post"> }));

export const changeChannel = (id: string, sent: ChannelSent) =>
  unwrap(api.PATCH("/admin/alerts/channels/{channel_id}", { params: toPath(id), body: sent }));

export const deleteChannel = (id: string) => unwrap(api.DELETE("/admin/alerts/channels/{channel_id}", { params: toPath(id) }));

/** Send a channel a test, and learn what its service said. */
export const testChannel = (id: string) => unwrap(api.POST("/admin/alerts/channels/{channel_id}/test", { params: toPath(id) }));

/** Try everything again that was given up for a channel. */
export const retryChannel = (id: string) => unwrap(api.POST("/admin/alerts/channels/{channel_id}/retry", { params: toPath(id) }));

const LIST_MAX = 200;

/** What was told to whom, or is to be, the newest first. */
export const notificationsQuery = (status: Status | null) =>
  queryOptions({
    queryKey: [...CHANNELS, "notifications", status],
    queryFn: ({ signal }) => unwrap(api.GET("/admin/alerts/notifications", { params: { query: { status, limit: LIST_MAX } }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: LIVE_MS,
  });

export const retryNotification = (id: string) =>
  unwrap(api.POST("/admin/alerts/notifications/{notification_id}/retry", { params: { path: { notification_id: id } } }));
