import { api, unwrap } from "@/api/client";
import type { Answered, Sent } from "@/api/shapes";

export type TargetSent = Sent<"/admin/targets", "post">;
export type TargetChange = Sent<"/admin/targets/{name}", "patch">;
export type Tried = Answered<"/admin/targets/{name}/try", "post">;

const toPath = (name: string) => ({ path: { name } });

export const createTarget = (sent: TargetSent) => unwrap(api.POST("/admin/targets", { body: sent }));
export const changeTarget = (name: string, sent: TargetChange) => unwrap(api.PATCH("/admin/targets/{name}", { params: toPath(name), body: sent }));
export const deleteTarget = (name: string) => unwrap(api.DELETE("/admin/targets/{name}", { params: toPath(name) }));
export const makeDefault = (name: string) => unwrap(api.POST("/admin/targets/{name}/default", { params: toPath(name) }));
export const tryTarget = (name: string, sent: Sent<"/admin/targets/{name}/try", "post">) =>
  unwrap(api.POST("/admin/targets/{name}/try", { params: toPath(name), body: sent }));
