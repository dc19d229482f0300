/** A test in the making: what a form holds, and what is sent of it. */

import type { TestSent } from "./regression";

export interface Draft {
  dataset: string;
  target: string;
  twin: string;
  baseline: string;
  judges: string[];
  repeats: number | string;
  sample: number | string;
  failPercent: number | string;
  warnPercent: number | string;
  strict: boolean;
  earlyStop: boolean;
}

export const NEW_TEST: Draft = {
  dataset: "",
  target: "",
  twin: "",
  baseline: "",
  judges: [],
  repeats: 1,
  sample: "",
  failPercent: 10,
  warnPercent: 5,
  strict: false,
  earlyStop: false,
};

type Sent = Partial<TestSent> & { dataset_name: string };

/** What is said of it; the server has its own answer to what is not. */
export function toSent(draft: Draft): TestSent {
  const sent: Sent = { dataset_name: draft.dataset, background: true, strict: draft.strict, early_stop: draft.earlyStop };
  if (draft.target) sent.target = draft.target;
  if (draft.twin.trim()) sent.twin_id = draft.twin.trim();
  if (draft.baseline) sent.baseline_tag = draft.baseline;
  if (draft.judges.length > 0) sent.judges = draft.judges;
  if (draft.repeats !== "") sent.repeats = Number(draft.repeats);
  if (draft.sample !== "") sent.sample_size = Number(draft.sample);
  if (draft.failPercent !== "") sent.fail_at = Number(draft.failPercent) / 100;
  if (draft.warnPercent !== "") sent.warn_at = Number(draft.warnPercent) / 100;
  return sent as TestSent;
}
