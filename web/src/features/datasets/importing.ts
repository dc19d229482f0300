/** Sending a file to be imported, and hearing how far it has come. */
import { ApiError } from "@/api/client";
import type { Answered } from "@/api/shapes";

export type Imported = Answered<"/admin/datasets/{name}/import", "post">;

export interface Progress {
  rows: number;
  stored: number;
  rejected: number;
}

/** One line of the answer: how far it is, how it ended, or why it stopped. */
export type Line = Progress | Imported | { code: string; message: string };

/** Imports a file into a dataset; `onProgress` hears of every thousand rows. */
export async function importFile(dataset: string, file: File, onProgress: (progress: Progress) => void): Promise<Imported> {
  const response = await fetch(`/admin/datasets/${encodeURIComponent(dataset)}/import`, {
    method: "POST",
    headers: { "X-Ratchet-Dashboard": "1", "Content-Type": "application/octet-stream", Accept: "application/x-ndjson" },
    body: file,
  });
  if (!response.ok || response.body === null) throw await toError(response);
  let last: Line | null = null;
  for await (const line of readLines(response.body)) {
    last = parseLine(line);
    if (isProgress(last)) onProgress(last);
  }
  return toOutcome(last);
}

/** How an import ended, by the last line of its answer. */
export function toOutcome(last: Line | null): Imported {
  if (last !== null && "rejected_rows" in last) return last;
  if (last !== null && "message" in last) throw new ApiError(400, last.message);
  throw new Error("The server ended the answer before the import was done. Look at the items, then try again.");
}

export const parseLine = (line: string) => JSON.parse(line) as Line;

const isProgress = (line: Line): line is Progress => "rows" in line;

async function* readLines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    rest += value ?? "";
    const lines = rest.split("\n");
    rest = done ? "" : (lines.pop() ?? "");
    yield* lines.filter((line) => line !== "");
    if (done) return;
  }
}

async function toError(response: Response): Promise<ApiError> {
  const text = await response.text();
  try {
    const { message } = JSON.parse(text) as { message?: string };
    return new ApiError(response.status, message ?? `The server answered ${response.status}.`);
  } catch {
    return new ApiError(response.status, `The server answered ${response.status}.`);
  }
}
