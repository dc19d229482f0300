import type { paths } from "./schema";

type Method = "get" | "post" | "put" | "patch" | "delete";
type Success = 200 | 201 | 202;

/** What a route answers when all is well; by its path, for two routes may call different things the same. */
export type Answered<Path extends keyof paths, How extends Method> = paths[Path][How] extends { responses: infer Responses }
  ? { [Status in keyof Responses & Success]: Responses[Status] extends { content: { "application/json": infer Body } } ? Body : never }[keyof Responses & Success]
  : never;

/** What a route takes. */
export type Sent<Path extends keyof paths, How extends Method> = paths[Path][How] extends { requestBody: { content: { "application/json": infer Body } } }
  ? Body
  : never;
