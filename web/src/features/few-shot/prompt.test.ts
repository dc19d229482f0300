import { expect, test } from "vitest";
import { splitReference } from "./fewShot";
import { formatExamples, toPrompt } from "./prompt";

const examples = [{ query: "Why <b>?", response: "So & so." }];

test("a prompt has its examples at its end, or where it wants them", () => {
  expect(toPrompt("Be brief.", "Now?", examples, "qa")).toBe("Be brief.\n\n## Examples of good answers\n\nQ1: Why <b>?\nA1: So & so.");
  expect(toPrompt("A {{ examples }} $& {b}", "Now?", examples, "conversation")).toBe("A User: Why <b>?\nAssistant: So & so. $& {b}");
  expect(toPrompt("Be {brief}.", "Now?", [], "qa")).toBe("Be {brief}.");
});

test("a structured example cannot be ended by what it holds", () => {
  expect(formatExamples(examples, "structured")).toContain("<query>Why &lt;b&gt;?</query>\n<response>So &amp; so.</response>");
});

test("a chat has examples as turns between the system and the user", () => {
  const chat = JSON.parse(toPrompt("Be brief.", "Now?", examples, "messages")) as { role: string }[];
  expect(chat.map(({ role }) => role)).toEqual(["system", "user", "assistant", "user"]);
});

test("a dataset's name may have slashes", () => {
  expect(splitReference("team/good/item-1")).toEqual({ dataset: "team/good", item: "item-1" });
});
