import { expect, test } from "vitest";
import { findPrompts, openFolder, toCrumbs } from "./folders";
import { findVariables, type ListedPrompt, toPlainText } from "./prompts";

const prompt = (name: string, labels: string[] = []): ListedPrompt => ({
  name,
  labels,
  type: "text",
  versions: [1],
  tags: [],
  lastUpdatedAt: "2026-11-22T00:00:00Z",
});
const prompts = [prompt("judge"), prompt("shop/chat", ["staging"]), prompt("shop/rules/returns"), prompt("shop/rules/sizes")];

test("a folder holds its own prompts and the folders below", () => {
  expect(openFolder(prompts, "").folders).toEqual([{ path: "shop", name: "shop", count: 3 }]);
  const shop = openFolder(prompts, "shop");
  expect(shop.folders).toEqual([{ path: "shop/rules", name: "rules", count: 2 }]);
  expect(shop.prompts.map(({ name }) => name)).toEqual(["shop/chat"]);
});

test("a prompt may have the name of a folder", () => {
  const { folders, prompts: here } = openFolder([prompt("shop"), prompt("shop/chat")], "");
  expect([folders.length, here.length]).toEqual([1, 1]);
});

test("words are looked for in names and labels", () => {
  expect(findPrompts(prompts, "STAG").map(({ name }) => name)).toEqual(["shop/chat"]);
  expect(findPrompts(prompts, "rules")).toHaveLength(2);
});

test("crumbs lead to each folder on the way", () => {
  expect(toCrumbs("shop/rules")).toEqual([
    { name: "shop", path: "shop" },
    { name: "rules", path: "shop/rules" },
  ]);
  expect(toCrumbs("")).toEqual([]);
});

test("a chat is compared as a text, with its roles and placeholders", () => {
  const chat = [{ role: "system", content: "Be {{tone}}." }, { type: "placeholder", name: "history" }];
  expect(toPlainText(chat)).toBe("[system]\nBe {{tone}}.\n\n[history]");
  expect(findVariables(chat)).toEqual(["tone"]);
});
