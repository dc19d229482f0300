import { expect, it } from "vitest";
import { toChange } from "./change";

it("says whether more is better", () => {
  expect(toChange(12, 10, "up")).toEqual({ share: 0.2, verdict: "better" });
  expect(toChange(12, 10, "down")).toEqual({ share: 0.2, verdict: "worse" });
  expect(toChange(8, 10, "down")).toEqual({ share: -0.2, verdict: "better" });
  expect(toChange(12, 10, "neither")).toEqual({ share: 0.2, verdict: "other" });
});

it("takes small changes for none, and says nothing without a period before", () => {
  expect(toChange(1000, 1001, "up")).toEqual({ share: 0, verdict: "same" });
  expect(toChange(5, 0, "up")).toBeNull();
  expect(toChange(null, 3, "up")).toBeNull();
});
