import { expect, test } from "vitest";
import { toProjectId } from "./projects";

test("an id is made of the letters and digits of a name", () => {
  expect(toProjectId("Shoe shop: Zürich (2)")).toBe("shoe-shop-zurich-2");
  expect(toProjectId("  ???  ")).toBe("");
});
