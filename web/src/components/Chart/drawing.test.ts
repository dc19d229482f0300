import { expect, it } from "vitest";
import { describeStep, labelTimes, type Line, lineAt, stack } from "./drawing";

const line = (...values: (number | null)[]): Line => ({ label: "", hue: "blue", values });

it("stacks lines, and takes what is not known for nothing", () => {
  expect(stack([line(1, null, 3), line(2, 2, null)])).toEqual([
    [1, 0, 3],
    [3, 2, 3],
  ]);
});

it("finds the line that is nearest to a height", () => {
  const drawn = [
    [1, 5],
    [10, null],
  ];
  expect(lineAt(drawn, 0, 7, false)).toBe(1);
  expect(lineAt(drawn, 1, 7, false)).toBe(0);
  expect(lineAt(drawn, 2, 7, false)).toBeNull();
});

it("finds the part of a stack that covers a height", () => {
  const drawn = stack([line(3), line(2)]);
  expect(lineAt(drawn, 0, 2, true)).toBe(0);
  expect(lineAt(drawn, 0, 4, true)).toBe(1);
  expect(lineAt(drawn, 0, 6, true)).toBeNull();
});

it("describes a step by its times", () => {
  const start = new Date(2026, 10, 22, 23, 30).getTime();
  const steps = (minutes: number) => ({ starts: [start], lengthMs: 60_000 * minutes, fromMs: 0, toMs: Infinity });
  expect(describeStep(steps(10), 0)).toBe("2026-11-22 23:30 to 23:40");
  expect(describeStep(steps(60), 0)).toBe("2026-11-22 23:30 to 2026-11-23 00:30");
  expect(describeStep({ ...steps(60), fromMs: start + 300_000, toMs: start + 900_000 }, 0)).toBe("2026-11-22 23:35 to 23:45");
});

it("writes a date where a day begins", () => {
  const at = (hour: number) => new Date(2026, 10, 22, hour).getTime() / 1000;
  expect(labelTimes([at(18), at(24), at(30)], 6 * 3600)).toEqual(["18:00", "23 Nov", "06:00"]);
});
