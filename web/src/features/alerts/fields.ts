/** The fields by which rules filter and group, and the names that lists of traces have for them. */

import type { FilterName } from "../traces/filters";

/** Any attribute is a field, too: metadata.<its name>. */
export const FIELDS = ["model", "release", "prompt", "prompt_version", "tag", "user_id", "session_id", "environment", "name", "version"] as const;

const TRACE_FILTERS: Partial<Record<string, FilterName>> = {
  model: "model",
  release: "release",
  tag: "tag",
  user_id: "user",
  session_id: "session",
  environment: "environment",
  name: "name",
  version: "version",
};

/** What a list of traces calls a field; nothing where it cannot ask for it. */
export const toTraceFilter = (field: string): FilterName | undefined => TRACE_FILTERS[field];
