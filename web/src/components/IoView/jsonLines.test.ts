import { expect, test } from "vitest";
import { More, toLines } from "./jsonLines";

const none = new Set<string>();
const paths = (value: unknown, toggled: ReadonlySet<string> = none) => toLines(value, toggled).map((line) => line.path);

test("small values are open, in their order", () => {
  expect(paths({ a: 1, b: { c: [true] } })).toEqual(["", "/a", "/b", "/b/c", "/b/c/0"]);
});

test("what somebody closes is closed", () => {
  expect(paths({ a: 1, b: { c: 2 } }, new Set(["/b"]))).toEqual(["", "/a", "/b"]);
});

test("a long list below the top is closed until somebody opens it", () => {
  const value = { list: Array.from({ length: 500 }, (_, index) => index) };
  expect(paths(value)).toHaveLength(2);
  expect(paths(value, new Set(["/list"]))).toHaveLength(502);
});

test("a million values show a thousand, and say how many more there are", () => {
  const lines = toLines(new Array(1_000_000).fill(0), none);
  expect(lines).toHaveLength(1002);
  expect((lines.at(-1)?.value as More).left).toBe(999_000);
  expect(toLines(new Array(1_000_000).fill(0), none, new Map([["", 2]]))).toHaveLength(2002);
});

test("values nested very deep do no harm", () => {
  let value: unknown = 1;
  for (let depth = 0; depth < 5000; depth++) value = [value];
  expect(toLines(value, none).length).toBeLessThan(10);
});
