import { expect, test } from "vitest";
import { toBins } from "./figures";
import { parseScoreFilters } from "./scores";

test("a range of values is asked of numbers alone, and a word of those that have some", () => {
  expect(parseScoreFilters({ type: "NUMERIC", min: "0.5", max: "x", value: "good" })).toMatchObject({ min: "0.5", max: "", value: "" });
  expect(parseScoreFilters({ type: "CATEGORICAL", min: "0.5", value: "good" })).toMatchObject({ min: "", value: "good" });
  expect(parseScoreFilters({ value: "good", name: ["a", "b"] })).toMatchObject({ value: "", name: "" });
});

test("bins are named by where they begin and end", () => {
  expect(toBins([[0, 0.123456, 3.4], [1, 1, 2]])).toEqual([
    { label: "0 to 0.123", count: 3, low: 0, high: 0.123456 },
    { label: "1", count: 2, low: 1, high: 1 },
  ]);
});
