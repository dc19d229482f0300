import { expect, test } from "vitest";
import { foldEqual, toDiffLines } from "./lines";

test("a changed line is shown twice, with the words that differ", () => {
  const lines = toDiffLines("be brief\nbye", "be kind\nbye");
  expect(lines.map(({ kind, before, after }) => [kind, before, after])).toEqual([
    ["removed", 1, null],
    ["added", null, 1],
    ["same", 2, 2],
  ]);
  expect(lines[0]?.pieces.filter(({ changed }) => changed)).toEqual([{ text: "brief", changed: true }]);
  expect(lines[1]?.pieces.map(({ text }) => text).join("")).toBe("be kind");
});

test("equal texts have no differing line, and a missing last newline is none", () => {
  expect(toDiffLines("a\nb", "a\nb").every(({ kind }) => kind === "same")).toBe(true);
});

test("long stretches of equal lines are folded, with three lines of context", () => {
  const many = Array.from({ length: 20 }, (_, i) => `line ${i}`).join("\n");
  const shown = foldEqual(toDiffLines(`${many}\nold`, `${many}\nnew`));
  expect(shown.map(({ kind }) => kind)).toEqual(["fold", "same", "same", "same", "removed", "added"]);
  const [fold] = shown;
  expect(fold?.kind === "fold" && fold.lines.length).toBe(17);
});

test("very long lines are compared as a whole", () => {
  const long = "word ".repeat(5_000);
  const lines = toDiffLines(long, `${long}!`);
  expect(lines.map(({ pieces }) => pieces.length)).toEqual([1, 1]);
});
