import { expect, test } from "vitest";
import { toChat } from "./chat";

const heard = (value: unknown) => toChat(value)?.map(({ role, text }) => [role, text]);

test("a list of messages is a conversation", () => {
  expect(heard([{ role: "system", content: "Be kind" }, { role: "user", content: "Hi" }])).toEqual([
    ["system", "Be kind"],
    ["user", "Hi"],
  ]);
});

test("what holds messages, choices or contents is one too", () => {
  expect(heard({ model: "m", messages: [{ role: "user", content: "Hi" }] })).toEqual([["user", "Hi"]]);
  expect(heard({ choices: [{ message: { role: "assistant", content: "Hello" } }] })).toEqual([["assistant", "Hello"]]);
  expect(heard({ contents: [{ role: "model", parts: [{ text: "Hello" }] }] })).toEqual([["assistant", "Hello"]]);
});

test("Anthropic's system prompt comes first", () => {
  expect(heard({ system: "Be kind", messages: [{ role: "user", content: [{ type: "text", text: "Hi" }] }] })).toEqual([
    ["system", "Be kind"],
    ["user", "Hi"],
  ]);
});

test("LangChain's types are roles", () => {
  expect(heard([[{ type: "human", content: "Hi" }, { type: "ai", content: "Hello" }]])).toEqual([
    ["user", "Hi"],
    ["assistant", "Hello"],
  ]);
});

test("calls of tools and pictures are kept beside the text", () => {
  const called = toChat({ role: "assistant", content: null, tool_calls: [{ id: "1" }] });
  expect(called?.[0]?.parts).toEqual([{ kind: "tool_calls", value: [{ id: "1" }] }]);
  const seen = toChat([{ role: "user", content: [{ type: "text", text: "See" }, { type: "image_url", image_url: { url: "x" } }] }]);
  expect(seen?.[0]?.parts.map((part) => part.kind)).toEqual(["image_url"]);
});

test("OpenTelemetry's messages have parts with a content", () => {
  expect(heard([{ role: "user", parts: [{ type: "text", content: "Hi" }] }])).toEqual([["user", "Hi"]]);
});

test("anything else is none", () => {
  for (const value of [null, 3, "Hi", [], {}, [1, 2], { role: "admin" }, [{ role: "user", content: "Hi" }, 3], { type: "text", content: "x" }]) {
    expect(toChat(value)).toBeNull();
  }
});
