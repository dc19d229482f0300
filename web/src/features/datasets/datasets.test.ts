import { expect, test } from "vitest";
import { parseLine, toOutcome } from "./importing";
import { fromEditable, toComparable, toEditable, toPreview } from "./itemText";

test("a text stays a text, whatever it looks like", () => {
  expect(fromEditable("42", "41")).toBe("42");
  expect(fromEditable('{"a": 1}', "x")).toBe('{"a": 1}');
});

test("what was JSON stays JSON, and a new value is JSON when it looks like some", () => {
  expect(fromEditable(toEditable({ a: [1] }), { a: 1 })).toEqual({ a: [1] });
  expect(fromEditable('{"a": 1}', undefined)).toEqual({ a: 1 });
  expect(fromEditable("Yes.", null)).toBe("Yes.");
  expect(fromEditable("  ", { a: 1 })).toBeNull();
  expect(() => fromEditable("{", { a: 1 })).toThrow(SyntaxError);
});

test("a preview is one line", () => {
  expect(toPreview("a\n  b")).toBe("a b");
  expect(toPreview({ question: "b" })).toBe('{"question":"b"}');
  expect(toPreview(null)).toBe("");
});

test("two versions are compared as texts", () => {
  expect(toComparable({ input: "a", expected_output: null, metadata: { k: 1 }, status: "ACTIVE" })).toContain('Metadata\n{\n  "k": 1\n}');
});

test("an import ends with its account, or with why it stopped", () => {
  const account = parseLine('{"rows": 3, "stored": 2, "rejected": 1, "rejected_rows": [{"line": 2, "id": null, "reason": "no input"}]}');
  expect(toOutcome(account).rejected).toBe(1);
  expect(() => toOutcome(parseLine('{"code": "invalid", "message": "This is no JSONL"}'))).toThrow("This is no JSONL");
  expect(() => toOutcome(null)).toThrow("before the import was done");
});
