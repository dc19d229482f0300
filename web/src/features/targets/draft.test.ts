import { expect, test } from "vitest";
import { NEW_TARGET, parseHeaders, toChange, toSent, Unreadable } from "./draft";

test("headers are lines, and a value may hold colons", () => {
  expect(parseHeaders("Authorization: Bearer a:b\n\nX-Team:chat")).toEqual({ Authorization: "Bearer a:b", "X-Team": "chat" });
  expect(() => parseHeaders("nonsense")).toThrow(Unreadable);
});

test("headers that are not given again stay, for they cannot be shown", () => {
  expect("headers" in toChange(NEW_TARGET)).toBe(false);
});

test("stored traces of a release have no address", () => {
  expect(toSent({ ...NEW_TARGET, name: "v1", form: "release", release: "1.2.3" })).toEqual({
    name: "v1",
    kind: "release",
    description: "",
    release: "1.2.3",
    environment: "",
  });
});

test("a preset says the body itself", () => {
  expect(toSent({ ...NEW_TARGET, form: "openai", model: "gpt-4o" })).toMatchObject({ preset: "openai", model: "gpt-4o", body: null });
});

test("a body that is no JSON is told at its field", () => {
  expect(() => toChange({ ...NEW_TARGET, body: "{" })).toThrow(Unreadable);
});
