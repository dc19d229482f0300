import { expect, test } from "vitest";
import { ApiError } from "./client";
import { errorAt, isAtFields, toFieldErrors } from "./fields";

const wrong = new ApiError(422, "no", { fields: [{ field: "parameters.variables.a.part", message: "unknown" }] });

test("what is wrong with a part of a field is said at the field", () => {
  const errors = toFieldErrors(wrong);
  expect(errorAt(errors, "parameters.variables")).toBe("a.part: unknown");
  expect(errorAt(errors, "parameters.variable")).toBeUndefined();
});

test("an error is said once: at its field, or in all where a form has no such field", () => {
  const errors = toFieldErrors(wrong);
  expect(isAtFields(errors, ["parameters.variables"])).toBe(true);
  expect(isAtFields(errors, ["name"])).toBe(false);
  expect(isAtFields(toFieldErrors(new ApiError(500, "broken")), ["name"])).toBe(false);
});
