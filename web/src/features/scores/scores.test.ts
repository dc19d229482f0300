import { expect, test } from "vitest";
import { toBins, toSizes } from "./figures";
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

test("the area of a bar tells how many there are, and single values stand side by side", () => {
  expect(toSizes(toBins([[0, 0.5, 10], [0.5, 1.5, 10]]))).toEqual([
    { width: 1 / 3, height: 1 },
    { width: 2 / 3, height: 0.5 },
  ]);
  expect(toSizes(toBins([[0, 0, 30], [1, 1, 10]]))).toEqual([
    { width: 1, height: 1 },
    { width: 1, height: 1 / 3 },
  ]);
  expect(toSizes([])).toEqual([]);
});
