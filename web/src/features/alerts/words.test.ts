import { expect, test } from "vitest";
import { describeRule, explainChance, explainFound, type Found, formatMinutes, type Watched } from "./words";

const WATCHED: Watched = {
  rule_type: "error_rate",
  measure: "error_rate",
  threshold: 0.1,
  direction: "above",
  quantile: 0.95,
  reference: "same_hour",
  filters: {},
  latency_ms: null,
};

const FOUND: Found = {
  rule_type: "error_rate",
  measure: "error_rate",
  value: 0.06,
  low: 0.0347,
  high: 0.1019,
  samples: 200,
  threshold: 0.1,
  window_minutes: 5,
  chance: null,
};

test("a rule is told in a few words, with the unit of what it measures", () => {
  expect(describeRule(WATCHED)).toBe("Error rate above 10 %");
  expect(describeRule({ ...WATCHED, rule_type: "latency_spike", measure: "latency", threshold: 5000 })).toBe("p95 latency above 5 s");
  const score = { ...WATCHED, rule_type: "score_drop", measure: "score", threshold: 0.7, direction: "below", filters: { score_name: "tone" } } as const;
  expect(describeRule(score)).toBe("tone below 0.700");
  expect(describeRule({ ...WATCHED, rule_type: "change", measure: "cost", threshold: 0.5 })).toBe("Cost 50 % higher than at the same hour before");
  expect(describeRule({ ...WATCHED, rule_type: "slo_burn", threshold: 0.001 })).toBe("99.9 % of traces without an error: budget burns too fast");
});

test("what was found is told with how many it rests on, and between what it lies", () => {
  expect(explainFound(FOUND)).toBe("12 of 200 traces failed in 5 min: 6 %, between 3.5 % and 10.2 %. The limit is 10 %.");
  const slow: Found = { ...FOUND, rule_type: "latency_spike", measure: "latency", value: 6100, low: 5200, high: null, threshold: 5000 };
  expect(explainFound(slow)).toContain("6.1 s, at least 5.2 s. The limit is 5 s.");
  expect(explainFound({ ...FOUND, value: null, samples: 3 })).toBe("Only 3 traces in 5 min: too little to say anything.");
  const spent: Found = { ...FOUND, rule_type: "cost", measure: "cost", value: 12.5, low: null, high: null, threshold: 5, window_minutes: 60 };
  expect(explainFound(spent)).toBe("$12.50 in 1 h. The limit is $5.00.");
});

test("whether chance explains it is said as odds", () => {
  expect(explainChance({ ...FOUND, chance: 0.02 })).toContain("Chance may explain it: with nothing wrong, as much is seen at up to one look in 50.");
  expect(explainChance({ ...FOUND, chance: 1e-7 })).toContain("Chance does not explain it: with nothing wrong, as much is seen at one look in 10,000,000 at most.");
  expect(explainChance(FOUND)).toBe("");
});

test("lengths of time are told in the largest unit", () => {
  expect([5, 90, 120, 4320].map(formatMinutes)).toEqual(["5 min", "1 h 30 min", "2 h", "3 d"]);
});
