import { expect, test } from "vitest";
import { toValues } from "./values";

test("values come once, most frequent first, lists one by one and empty ones not at all", () => {
  const rows = [{ tags: ["a", "b"] }, { tags: ["b", "c"] }, { tags: [] }, { tags: "" }, { tags: null }, { other: "x" }];
  expect(toValues(rows, "tags")).toEqual(["a", "b", "c"]);
});
