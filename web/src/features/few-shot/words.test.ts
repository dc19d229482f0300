import { expect, test } from "vitest";
import { explain } from "./words";

test("a verdict says how sure it is, or why there can be none", () => {
  expect(explain({ verdict: "hurts", q: 0.012, inseparable: [] })).toBe("At most 1.2 % of what is found this clearly is chance.");
  expect(explain({ verdict: "inseparable", q: null, inseparable: ["d/1"] })).toContain("without another example");
  expect(explain({ verdict: "inseparable", q: null, inseparable: ["d/1", "d/2"] })).toContain("without 2 others");
});
