import { expect, test } from "vitest";
import { formatCost, formatDuration, formatSize } from "./figures";
import { formatAgo, formatTime } from "./times";

test("durations go from microseconds to hours", () => {
  expect([0.1234, 12.4, 1234, 125_000, 7_260_000, null].map(formatDuration)).toEqual(["0.12 ms", "12 ms", "1.23 s", "2 min 5 s", "2 h 1 min", "–"]);
});

test("costs show small amounts too", () => {
  expect([0, 0.000012, 0.0034, 0.12, 12.5, 1234.5, null].map(formatCost)).toEqual(["$0", "$0.000012", "$0.0034", "$0.12", "$12.50", "$1,234.50", "–"]);
});

test("sizes are decimal", () => {
  expect([12, 1500, 10_485_760].map(formatSize)).toEqual(["12 B", "1.5 kB", "10.5 MB"]);
});

test("a moment of today is a clock time, another day has its date", () => {
  const now = new Date(2026, 4, 3, 15);
  expect(formatTime(new Date(2026, 4, 3, 9, 5, 7), now)).toBe("09:05:07");
  expect(formatTime(new Date(2026, 4, 2, 9, 5, 7), now)).toBe("2 May, 09:05:07");
});

test("how long ago is said in the largest unit", () => {
  const now = new Date("2026-05-03T12:00:00Z");
  expect(formatAgo("2026-05-03T11:55:00Z", now)).toBe("5 min. ago");
  expect(formatAgo("2026-05-02T12:00:00Z", now)).toBe("yesterday");
});
