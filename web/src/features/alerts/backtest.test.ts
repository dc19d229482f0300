import { expect, test } from "vitest";
import type { Backtest } from "./alerts";
import { describeBacktest, toDrawing } from "./backtest";

const point = (value: number | null, state: "inactive" | "firing") => ({ at: "2026-11-23T10:00:00Z", value, samples: 20, threshold: 0.1, state });

const BACKTEST: Backtest = {
  start: "2026-11-23T10:00:00Z",
  end: "2026-11-23T10:03:00Z",
  step_minutes: 1,
  fired: 1,
  minutes_firing: 2,
  episodes: [{ labels: {}, fired_at: "2026-11-23T10:02:00Z", resolved_at: null, minutes: 2, value: 0.4, samples: 20, message: "" }],
  series: [{ labels: {}, points: [point(0.05, "inactive"), point(0.4, "firing"), point(null, "firing")] }],
  groups_left_out: false,
};

test("a replay is a line, its limit, and a band for as long as it fires, also while nothing comes", () => {
  const { steps, lines, band } = toDrawing(BACKTEST, "error_rate", "error_rate");
  expect(steps.lengthMs).toBe(60_000);
  expect(lines.map(({ label, values }) => [label, values])).toEqual([
    ["Value", [0.05, 0.4, null]],
    ["Limit", [0.1, 0.1, 0.1]],
  ]);
  expect([band?.low, band?.high]).toEqual([[null, 0, 0], [null, 0.4, 0.4]]);
});

test("groups have a line each", () => {
  const series = ["a", "b"].map((model) => ({ labels: { model }, points: [point(0.05, "inactive")] }));
  expect(toDrawing({ ...BACKTEST, series }, "error_rate", "error_rate").lines.map(({ label }) => label)).toEqual(["model a", "model b", "Limit"]);
});

test("how often and how long it would have fired is said in a sentence", () => {
  expect(describeBacktest(BACKTEST)).toBe("It would have fired once, for 2 min in all, and would fire now.");
  expect(describeBacktest({ ...BACKTEST, fired: 0, episodes: [] })).toBe("It would not have fired.");
});
