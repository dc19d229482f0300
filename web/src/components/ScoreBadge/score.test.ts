import { expect, test } from "vitest";
import { formatScore, toShare } from "./score";

test("numbers keep three digits that matter", () => {
  expect(formatScore({ name: "s", value: 0.123456 })).toBe("0.123");
  expect(formatScore({ name: "s", value: 1 })).toBe("1");
});

test("a boolean is true or false, as a number too", () => {
  expect(formatScore({ name: "s", value: 1, dataType: "BOOLEAN" })).toBe("true");
  expect(formatScore({ name: "s", value: 0, dataType: "BOOLEAN" })).toBe("false");
});

test("a category is its word", () => {
  expect(formatScore({ name: "s", value: 3, dataType: "CATEGORICAL", stringValue: "good" })).toBe("good");
});

test("only what lies between 0 and 1 is a share", () => {
  expect([toShare({ name: "s", value: 0.5 }), toShare({ name: "s", value: 7 }), toShare({ name: "s", value: "x" })]).toEqual([50, null, null]);
});
