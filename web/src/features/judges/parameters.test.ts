import { expect, test } from "vitest";
import { finishValues, NoJson, startValue, toLabel, toParameters } from "./parameters";

const SCHEMA = {
  $defs: { Unit: { enum: ["words", "characters"], type: "string" } },
  properties: {
    unit: { $ref: "#/$defs/Unit", default: "words" },
    least: { anyOf: [{ minimum: 0, type: "integer" }, { type: "null" }], default: null },
    criterion: { type: "string", maxLength: 50_000 },
    phrases: { type: "array", items: { type: "string" }, default: [] },
    variables: { type: "object", default: {} },
  },
  required: ["criterion"],
};

test("a schema becomes fields, those that must be given first", () => {
  const [criterion, unit, least, phrases, variables] = toParameters(SCHEMA);
  expect(criterion).toMatchObject({ name: "criterion", control: "long", isRequired: true });
  expect(unit).toMatchObject({ control: "choice", choices: ["words", "characters"], initial: "words" });
  expect(least).toMatchObject({ control: "number", isNullable: true, isWhole: true, least: 0 });
  expect([phrases?.control, variables?.control]).toEqual(["texts", "json"]);
});

test("units of names are told apart from their words", () => {
  expect([toLabel("timeout_s"), toLabel("most_ms"), toLabel("ignore_form"), toLabel("s")]).toEqual(["Timeout (s)", "Most (ms)", "Ignore form", "S"]);
});

test("an emptied field is sent as nothing where it can be, and left out where it cannot", () => {
  const parameters = toParameters(SCHEMA);
  expect(finishValues(parameters, { criterion: "", least: "", unit: "words", variables: '{"a": 1}' })).toEqual({
    least: null,
    unit: "words",
    variables: { a: 1 },
  });
});

test("a text that is no JSON is told by the name of its field", () => {
  const parameters = toParameters(SCHEMA);
  expect(() => finishValues(parameters, { variables: "{" })).toThrow(NoJson);
  const variables = parameters.find(({ name }) => name === "variables");
  expect(variables && startValue(variables, undefined)).toBe("{}");
});
