import { expect, test } from "vitest";
import { findLooks } from "./look";

test("plain text stays plain, and what looks like Markdown is read as some", () => {
  for (const text of ["Good morning,\nhow are you?", "2 * 3 * 4 = 24", "snake_case_name and other_name"]) {
    expect(findLooks(text), text).toEqual(["text"]);
  }
  for (const text of ["# Title", "a\n- one\n- two", "**bold** word", "an *italic* word", "_so_", "```js\n1\n```", "[site](https://a.b)", "use `x`", "| a | b |\n|---|---|"]) {
    expect(findLooks(text)[0], text).toBe("markdown");
  }
});

test("very long text is never read as Markdown", () => {
  expect(findLooks("# a\n".repeat(20_000))).toEqual(["text"]);
});

test("conversations are chats, other objects JSON, numbers as they are", () => {
  expect(findLooks([{ role: "user", content: "Hi" }])[0]).toBe("chat");
  expect(findLooks({ a: 1 })[0]).toBe("json");
  expect(findLooks(3)).toEqual(["raw"]);
});
