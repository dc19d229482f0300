import { expect, test } from "vitest";
import { NEW_CRITERION, startCriterion, toCriterion } from "./criteria";

test("a criterion can be edited and sent as it was", () => {
  const stored = [
    { type: "quality", at_least: 0.8 },
    { type: "score", score_name: "tone", above: 0.1, at_most: 0.4 },
    { type: "category", score_name: "verdict", values: ["bad", "worse"] },
    { type: "thumbs_down" },
  ];
  expect(stored.map((one) => toCriterion(startCriterion(one)))).toEqual(stored);
});

test("a bound without a number asks nothing", () => {
  expect(toCriterion({ ...NEW_CRITERION, bounds: [{ bound: "above", value: "" }] })).toEqual({ type: "quality" });
});
