import { describe, expect, it } from "vitest";
import { type CheckDraft, NEW_CHECK, NEW_PROBE, toSent } from "./draft";

const valueOf = (check: Partial<CheckDraft>) => toSent({ ...NEW_PROBE, checks: [{ ...NEW_CHECK, ...check }] }).checks?.[0]?.value;

describe("what is sent of a form", () => {
  it("asks a question for each line that says something", () => {
    expect(toSent({ ...NEW_PROBE, queries: "One?\n\n  Two? \n" }).queries).toEqual(["One?", "Two?"]);
  });

  it("asks a dataset or questions, and runs by a cron or an interval", () => {
    const sent = toSent({ ...NEW_PROBE, asks: "dataset", dataset: "golden", queries: "One?", when: "cron", cron: " 0 3 * * * " });
    expect([sent.queries, sent.dataset, sent.cron]).toEqual([[], "golden", "0 3 * * *"]);
    expect(toSent({ ...NEW_PROBE, everyS: 30, cron: "0 3 * * *" })).toMatchObject({ every_s: 30, cron: "" });
  });

  it("has numbers, statuses and JSON where checks need them", () => {
    expect(valueOf({ type: "latency", value: "2000" })).toBe(2000);
    expect(valueOf({ type: "status", value: "200, 204" })).toEqual([200, 204]);
    expect(valueOf({ type: "json_equals", value: "ok" })).toBe("ok");
    expect(valueOf({ type: "json_equals", value: "[1]" })).toEqual([1]);
    expect(valueOf({ type: "no_refusal", value: "left over" })).toBeNull();
  });

  it("cannot be read where variables are no JSON", () => {
    expect(() => toSent({ ...NEW_PROBE, variables: "{" })).toThrow(SyntaxError);
  });
});
