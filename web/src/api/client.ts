import createClient from "openapi-fetch";
import type { paths } from "./schema";

/** An answer that is no success: what is wrong, and what to do, in the server's words. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly details?: unknown,
  ) {
    super(message);
    this.name = "ApiError";
  }
}

// A page of another site cannot send this header, so a request that has it comes from the dashboard.
const headers = { "X-Ratchet-Dashboard": "1" };

/** The API with the types of `openapi.json`. */
export const api = createClient<paths>({ headers });

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The data of an answer; throws `ApiError` for any other. */
export async function unwrap<T>(asked: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await asked;
  if (!response.ok) throw toApiError(response, error);
  return data as T;
}

export type Parameters = Record<string, string | number | boolean | readonly string[] | null | undefined>;

/** GET of a route whose answer `openapi.json` does not describe (Langfuse's API has its own description). */
export async function read<T>(path: string, parameters: Parameters = {}, signal?: AbortSignal): Promise<T> {
  return send<T>("GET", path + toQuery(parameters), undefined, signal);
}

/** Any other method, with a JSON body. */
export async function send<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const response = await fetch(path, {
    method,
    headers: body === undefined ? headers : { ...headers, "Content-Type": "application/json" },
    body: body === undefined ? null : JSON.stringify(body),
    signal: signal ?? null,
  });
  const text = await response.text();
  const parsed = parse(text);
  if (!response.ok) throw toApiError(response, parsed);
  return parsed as T;
}

function toQuery(parameters: Parameters): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value === null || value === undefined || value === "") continue;
    for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one));
  }
  const text = query.toString();
  return text && `?${text}`;
}

function parse(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}

function toApiError(response: Response, body: unknown): ApiError {
  const said = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  const message = typeof said.message === "string" ? said.message : `The server answered ${response.status}.`;
  return new ApiError(response.status, message, said.details ?? said.error);
}
