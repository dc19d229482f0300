import { expect, test } from "vitest";
import { type ConditionDraft, describeCondition, startCondition, toCondition } from "./conditions";

const draft = (some: Partial<ConditionDraft>): ConditionDraft => ({ field: "name", key: "", operator: "=", value: "", ...some });

test("a value is sent as what its field holds", () => {
  const values = [
    draft({ field: "latency_s", operator: ">", value: "2.5" }),
    draft({ field: "tags", operator: "any of", value: "a, b,," }),
    draft({ field: "is_root", value: "true" }),
    draft({ field: "name", value: "7" }),
    draft({ field: "output", operator: "is null", value: "left from before" }),
  ].map((one) => toCondition(one).value);
  expect(values).toEqual([2.5, ["a", "b"], true, "7", null]);
});

test("what is no number is sent as it is, so that the server says so", () => {
  expect(toCondition(draft({ field: "latency_s", operator: ">", value: "slow" })).value).toBe("slow");
});

test("a condition can be edited and sent as it was", () => {
  const stored = { field: "score", key: "quality", operator: ">=" as const, value: 0.8 };
  expect(toCondition(startCondition(stored))).toEqual(stored);
  expect(describeCondition(stored)).toBe("score “quality” >= 0.8");
});
