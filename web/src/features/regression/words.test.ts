import { expect, test } from "vitest";
import type { ScoreComparison } from "./regression";
import { describeSettlement, formatDrop, toDropScale } from "./words";

const score = (some: Partial<ScoreComparison>) =>
  ({
    finding: "inconclusive",
    is_drop_sure: false,
    if_unchanged: { items: 1200, repeats: null },
    if_as_seen: { items: 90, repeats: 4 },
    drop: 0.03,
    low: -0.02,
    high: 0.5,
    ...some,
  }) as ScoreComparison;

test("a drop is a share, or points where there is no share", () => {
  expect([formatDrop(0.0321, true), formatDrop(0.0321, false), formatDrop(null, true)]).toEqual(["3.2 %", "0.032 points", "–"]);
});

test("an open question says what would settle it, and a settled one nothing", () => {
  expect(describeSettlement(score({}))).toBe("1,200 items");
  expect(describeSettlement(score({ is_drop_sure: true }))).toBe("90 items or 4 repeats");
  expect(describeSettlement(score({ finding: "shown" }))).toBeNull();
  expect(describeSettlement(score({ if_unchanged: { items: null, repeats: null } }))).toBeNull();
});

test("the scale of a drop holds its interval, no change and the margins", () => {
  const { from, to, marks } = toDropScale([score({})], 0.1, 0.05);
  expect(from).toBeLessThan(-0.1);
  expect(to).toBeGreaterThan(0.5);
  expect(marks.map(({ at }) => at)).toEqual([0, 0.05, 0.1]);
});
