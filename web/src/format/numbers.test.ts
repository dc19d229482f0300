import { expect, it } from "vitest";
import { formatCost, formatCount, formatDuration, formatNumber, formatPercent, formatScore, formatSize } from "./numbers";

it("shows what is not known as a dash", () => {
  for (const format of [formatCost, formatCount, formatDuration, formatNumber, formatPercent, formatSize]) {
    expect(format(null)).toBe("–");
    expect(format(Number.NaN)).toBe("–");
  }
});

it("shows durations with the digits that matter", () => {
  const shown = [0, 0.25, 3.14159, 850.4, 999.7, 1240, 12_345, 60_000, 185_000, 7_800_000].map(formatDuration);
  expect(shown).toEqual(["0 ms", "250 µs", "3.1 ms", "850 ms", "1 s", "1.24 s", "12.3 s", "1 min", "3 min 5 s", "2 h 10 min"]);
});

it("shows costs down to the smallest", () => {
  const shown = [0, 0.000123, 0.0000001, 0.05, 1.239, 1234.5, 2_500_000].map(formatCost);
  expect(shown).toEqual(["$0", "$0.00012", "$1.0e-7", "$0.05", "$1.24", "$1,235", "$2.5M"]);
});

it("shows counts, shares and sizes", () => {
  expect([0, 1234, 99_999, 123_456].map(formatCount)).toEqual(["0", "1,234", "99,999", "123.5K"]);
  expect(formatPercent(0.0513)).toBe("5.1 %");
  expect(formatNumber(0.8)).toBe("0.8");
  expect([0.5, 1, 1001.17].map(formatScore)).toEqual(["0.500", "1.000", "1,001.2"]);
  expect([0, 512, 1800, 12_345_678].map(formatSize)).toEqual(["0 B", "512 B", "1.8 kB", "12 MB"]);
});
