/** A collector in the making: what a form holds, and what is sent of it. */

import { type ConditionDraft, startCondition, toCondition } from "@/components/Conditions";
import type { Collector, Rule } from "./collectors";
import { type CriterionDraft, NEW_CRITERION, startCriterion, toCriterion } from "./criteria";

export interface Draft {
  name: string;
  dataset: string;
  description: string;
  filters: ConditionDraft[];
  criteria: CriterionDraft[];
  atMostADay: number | string;
  samplingPercent: number | string;
  deduplicate: boolean;
  redact: boolean;
  expectAnswer: boolean;
}

const AT_MOST_A_DAY = 100;

export const NEW_COLLECTOR: Draft = {
  name: "",
  dataset: "",
  description: "",
  filters: [],
  criteria: [NEW_CRITERION],
  atMostADay: AT_MOST_A_DAY,
  samplingPercent: 100,
  deduplicate: true,
  redact: false,
  expectAnswer: true,
};

/** A collector that is there, to be changed. */
export const editDraft = (collector: Collector): Draft => ({
  name: collector.name,
  dataset: collector.dataset ?? "",
  description: collector.description,
  filters: collector.filters.map(startCondition),
  criteria: collector.criteria.map(startCriterion),
  atMostADay: collector.at_most_a_day ?? "",
  samplingPercent: Number((collector.sampling * 100).toPrecision(6)),
  deduplicate: collector.deduplicate,
  redact: collector.redact,
  expectAnswer: collector.expect_answer,
});

/** The rule that a form says. */
export const toRule = (draft: Draft): Rule => ({
  description: draft.description.trim(),
  filters: draft.filters.map(toCondition),
  criteria: draft.criteria.map(toCriterion),
  at_most_a_day: draft.atMostADay === "" ? null : Number(draft.atMostADay),
  sampling: draft.samplingPercent === "" ? 1 : Number(draft.samplingPercent) / 100,
  deduplicate: draft.deduplicate,
  redact: draft.redact,
  expect_answer: draft.expectAnswer,
});
