/** A target in the making: what a form holds, and what is sent of it. */

import type { Target } from "@/api/targets";
import type { TargetChange, TargetSent } from "./targets";

export type Form = "http" | "openai" | "release";

export interface Draft {
  name: string;
  form: Form;
  description: string;
  url: string;
  method: "POST" | "PUT" | "PATCH" | "GET";
  /** Lines of `Name: value`; empty where what is stored shall stay. */
  headers: string;
  body: string;
  variables: string;
  answerPath: string;
  model: string;
  allowPrivate: boolean;
  release: string;
  environment: string;
}

export const NEW_TARGET: Draft = {
  name: "",
  form: "http",
  description: "",
  url: "",
  method: "POST",
  headers: "",
  body: '{\n  "query": "{{query}}",\n  "twin_id": "{{twin_id}}"\n}',
  variables: "{}",
  answerPath: "",
  model: "",
  allowPrivate: false,
  release: "",
  environment: "",
};

/** A target that is there, to be changed; its headers stay unless others are given. */
export const editDraft = (target: Target): Draft => ({
  ...NEW_TARGET,
  name: target.name,
  form: target.kind === "release" ? "release" : "http",
  description: target.description,
  url: target.url,
  method: target.method as Draft["method"],
  body: target.body === null ? "" : JSON.stringify(target.body, null, 2),
  variables: JSON.stringify(target.variables, null, 2),
  answerPath: target.answer_path,
  allowPrivate: target.allow_private,
  release: target.release,
  environment: target.environment,
});

/** Something in a form that cannot be sent, and at which field. */
export class Unreadable extends Error {
  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}

/** Headers from lines of `Name: value`. */
export function parseHeaders(text: string): Record<string, string> {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(":");
      if (colon < 1) throw new Unreadable("headers", `“${line.trim().slice(0, 40)}” has no colon. A header is Name: value.`);
      return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    }),
  );
}

function parseJson(field: string, text: string): unknown {
  try {
    return text.trim() === "" ? null : (JSON.parse(text) as unknown);
  } catch (error) {
    throw new Unreadable(field, `This is no JSON: ${error instanceof Error ? error.message : ""}`);
  }
}

/** What is sent of a new target; raises `Unreadable`. */
export function toSent(draft: Draft): TargetSent {
  const sent = { ...toParts(draft), name: draft.name.trim(), kind: draft.form === "release" ? "release" : "http" };
  if (draft.form === "openai") return { ...sent, preset: "openai", model: draft.model.trim() || null, body: null } as TargetSent;
  return sent as TargetSent;
}

/** What is sent of a change; raises `Unreadable`. */
export function toChange(draft: Draft): TargetChange {
  return toParts(draft) as TargetChange;
}

function toParts(draft: Draft) {
  const { description, environment, form, release } = draft;
  if (form === "release") return { description: description.trim(), release: release.trim(), environment: environment.trim() };
  return {
    description: description.trim(),
    url: draft.url.trim(),
    method: draft.method,
    body: parseJson("body", draft.body),
    variables: parseJson("variables", draft.variables) ?? {},
    answer_path: draft.answerPath.trim(),
    allow_private: draft.allowPrivate,
    ...(draft.headers.trim() && { headers: parseHeaders(draft.headers) }),
  };
}
