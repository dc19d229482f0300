import { expect, test } from "vitest";
import { hasFilters, parseFilters, toChips, toSearch, withFilter } from "./filters";

test("an address says what is asked, and the same questions make the same address", () => {
  const search = { status: "error", tag: ["a", "b"], score: "helpful", score_min: "0.5", range: "7d", text: "late parcel" };
  const filters = parseFilters(search);
  expect(filters).toEqual({ status: "error", tag: ["a", "b"], score: "helpful", score_min: "0.5", text: "late parcel" });
  expect(parseFilters(toSearch(filters))).toEqual(filters);
});

test("what nobody can answer is not asked", () => {
  expect(parseFilters({ status: "sad", min_latency_ms: "-5", score: "s", score_min: "abc", user: "" })).toEqual({ score: "s" });
  expect(parseFilters({ min_latency_ms: "NaN", score_min: "0.5" })).toEqual({});
});

test("one tag is a list too", () => {
  expect(parseFilters({ tag: "a" }).tag).toEqual(["a"]);
});

test("questions can be added and taken back", () => {
  const filters = withFilter(withFilter(withFilter({}, "tag", "a"), "tag", "b"), "user", "u");
  const chips = toChips(filters);
  expect(chips.map(({ label, value }) => [label, value])).toEqual([["User", "u"], ["Tag", "a"], ["Tag", "b"]]);
  expect(chips[1]?.without.tag).toEqual(["b"]);
  expect(hasFilters(withFilter({}, "tag", "a"))).toBe(true);
  expect(hasFilters(toChips(withFilter({}, "tag", "a"))[0]?.without ?? { user: "u" })).toBe(false);
});

test("a score's range is one chip", () => {
  const values = [{ score_min: "0.5", score_max: "1" }, { score_max: "0.3" }, { score_min: "0" }, {}].map(
    (range) => toChips({ score: "helpful", ...range })[0]?.value,
  );
  expect(values).toEqual(["0.5 to 1", "≤ 0.3", "≥ 0", "given"]);
});
