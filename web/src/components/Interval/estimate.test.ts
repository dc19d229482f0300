import { expect, test } from "vitest";
import { formatEstimate, toPlace, toScale } from "./estimate";

test("an interval is told only where there is one", () => {
  expect(formatEstimate({ value: 0.85, low: 0.74, high: 0.917 })).toBe("0.85 (0.74 to 0.917)");
  expect(formatEstimate({ value: 0.85, low: null, high: null })).toBe("0.85");
  expect(formatEstimate({ value: null, low: null, high: null })).toBe("–");
});

test("what lies outside a scale is drawn at its end", () => {
  expect([toPlace(-1, 0, 1), toPlace(0.25, 0, 1), toPlace(9, 0, 1), toPlace(1, 1, 1)]).toEqual([0, 25, 100, 0]);
});

test("a scale holds all numbers, and none of those that are not known", () => {
  const { from, to } = toScale([0.1, null, -0.2]);
  expect(from).toBeLessThan(-0.2);
  expect(to).toBeGreaterThan(0.1);
  expect(toScale([null])).toEqual({ from: 0, to: 1 });
});
