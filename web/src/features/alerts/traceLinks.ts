/** Lists of the traces that a firing rests on. */

import { between, toRangeSearch } from "@/components/TimeRange";
import type { Firing, Rule } from "./alerts";
import { toTraceFilter } from "./fields";
import { toFound } from "./words";

type Search = Record<string, string | string[] | undefined>;

const MINUTE_MS = 60_000;

/** The bad traces of the window that fired: of the group, as far as a list can ask for it. */
export function toTraceSearch(firing: Firing, rule: Rule | undefined, more: Readonly<Record<string, string>> = {}): Search {
  const end = Date.parse(firing.fired_at);
  const time = toRangeSearch(between(new Date(end - firing.window_minutes * MINUTE_MS), new Date(end)));
  return { ...time, ...toFilters(rule?.filters ?? {}), ...toFilters(firing.labels), ...toFilters(more), ...toBad(firing, rule) };
}

/** What can be asked of the fields of a rule; several values of one cannot. */
function toFilters(fields: Readonly<Record<string, string | string[]>>): Search {
  const asked = Object.entries(fields).flatMap(([field, values]) => {
    const [name, value] = [toTraceFilter(field), [values].flat()];
    return name !== undefined && value.length === 1 && value[0] ? [[name, value[0]] as const] : [];
  });
  return Object.fromEntries(asked);
}

function toBad(firing: Firing, rule: Rule | undefined): Search {
  const score = [rule?.filters.score_name ?? []].flat()[0];
  switch (toFound(firing).measure) {
    case "error_rate":
      return { status: "error" };
    case "latency":
      return firing.rule_type === "latency_spike" ? { min_latency_ms: String(firing.threshold) } : {};
    case "score":
      return score === undefined ? {} : { score, ...(firing.rule_type === "score_drop" && { score_max: String(firing.threshold) }) };
    default:
      return {};
  }
}
