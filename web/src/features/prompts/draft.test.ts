import { expect, test } from "vitest";
import { finishDraft, startDraft } from "./draft";

test("a draft without a name, or with a config that is no JSON, is not sent", () => {
  const draft = startDraft(undefined, "");
  expect(finishDraft(draft)).toBe("Give the prompt a name.");
  expect(finishDraft({ ...draft, name: "a", config: "{" })).toMatch(/^The config is no JSON/);
});

test("a text and a chat are sent in their own form", () => {
  const draft = { ...startDraft(undefined, "shop"), text: "Hello" };
  expect(draft.name).toBe("shop/");
  expect(finishDraft({ ...draft, name: "shop/a" })).toMatchObject({ name: "shop/a", type: "text", prompt: "Hello", config: {}, commitMessage: null });
  expect(finishDraft({ ...draft, name: "b", type: "chat" })).toMatchObject({ prompt: [{ role: "system", content: "" }] });
});
