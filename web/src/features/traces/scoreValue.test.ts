import { expect, test } from "vitest";
import { parseScoreValue } from "./scoreValue";
import type { ScoreConfig } from "./trace";

const config: ScoreConfig = { id: "c", name: "n", dataType: "NUMERIC", isArchived: false, minValue: 0, maxValue: 1, categories: null, description: null };

test("numbers are numbers within the config's range", () => {
  expect(["0.5", "1", "2", "-1", "x", ""].map((text) => parseScoreValue("NUMERIC", text, config))).toEqual([0.5, 1, null, null, null, null]);
  expect(parseScoreValue("NUMERIC", "17", undefined)).toBe(17);
});

test("a boolean is 0 or 1, a category its word", () => {
  expect(["1", "0", "2"].map((text) => parseScoreValue("BOOLEAN", text, undefined))).toEqual([1, 0, null]);
  expect(parseScoreValue("CATEGORICAL", " kind ", undefined)).toBe("kind");
});
