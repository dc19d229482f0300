import { expect, test } from "vitest";
import { newMessages, toWords } from "./said";

test("of an input with the whole conversation, what comes after the last answer is new", () => {
  const input = [
    { role: "system", content: "Be kind." },
    { role: "user", content: "Hello" },
    { role: "assistant", content: "Hi" },
    { role: "user", content: "Size 42?" },
  ];
  const found = newMessages(input);
  expect(found?.messages.map(({ text }) => text)).toEqual(["Size 42?"]);
  expect(found?.earlier).toBe(3);
});

test("instructions are not what somebody said", () => {
  expect(newMessages([{ role: "system", content: "Be kind." }, { role: "user", content: "Hello" }])?.messages).toHaveLength(1);
});

test("an input that ends with an answer is shown whole, and one that is no chat is none", () => {
  expect(newMessages([{ role: "user", content: "a" }, { role: "assistant", content: "b" }])?.messages).toHaveLength(2);
  expect(newMessages("Hello")).toBeNull();
});

test("words are found in a text and in an object with one usual field", () => {
  expect([toWords("a"), toWords({ question: "b" }), toWords({ question: "b", k: 1 }), toWords(3)]).toEqual(["a", "b", null, null]);
});
