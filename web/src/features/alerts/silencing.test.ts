import { expect, test } from "vitest";
import type { Silence } from "./alerts";
import { findSilence, tomorrow } from "./silencing";

const SILENCE: Silence = { id: "s", rule_id: "errors", labels: { model: "a" }, starts_at: "", ends_at: "", comment: "", created_by: "" };

test("a silence of one group leaves the others of its rule alone", () => {
  expect(findSilence([SILENCE], "errors", { model: "a" })).toBe(SILENCE);
  expect(findSilence([SILENCE], "errors", { model: "b" })).toBeUndefined();
  expect(findSilence([SILENCE], "latency", { model: "a" })).toBeUndefined();
});

test("a silence of anything holds for every rule", () => {
  const any = { ...SILENCE, rule_id: "", labels: {} };
  expect(findSilence([any], "latency", { user_id: "u" })).toBe(any);
});

test("a silence until tomorrow ends at eight, also over the end of a month", () => {
  expect(tomorrow(new Date(2026, 10, 30, 23, 5))).toEqual(new Date(2026, 11, 1, 8, 0));
});
