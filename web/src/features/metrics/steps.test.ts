import { describe, expect, it } from "vitest";
import type { Series, Step } from "./series";
import { toErrorLines, toStepBounds, toValuesBefore } from "./steps";

const NOTHING = { avg: null, count: 0, lowest_name: null, max: null, min: null };

function step(start: string, fields: Partial<Step> = {}): Step {
  const none = { traces: 0, failed: 0, error_types: {}, latency_count: 0, p50_ms: null, p95_ms: null, p99_ms: null };
  return { ...none, spans: 0, cost_usd: 0, tokens: 0, quality: NOTHING, start: `2026-03-0${start}:00.000Z`, ...fields };
}

function series(from: string, to: string, steps: Step[], whole: Partial<Step> = {}): Series {
  const average = { avg: null, count: 0 };
  return {
    time_range: { from: `2026-03-0${from}:00`, to: `2026-03-0${to}:00`, hours: 1 },
    step_s: 3600,
    whole: step(from, whole),
    steps,
    models: [],
    scores: [],
    persona: { persona_overall: average, persona_structure_policy: average, persona_voice_fidelity: average, rewrite_count: 0 },
  };
}

describe("the period before", () => {
  const now = series("4T10:10", "4T12:10", [step("4T10:00"), step("4T11:00"), step("4T12:00")]);

  it("is put under this one step by step", () => {
    const before = series("4T08:10", "4T10:10", [step("4T08:00", { traces: 1 }), step("4T09:00", { traces: 2 })]);
    expect(toValuesBefore(now, before, (one) => one.traces)).toEqual([1, 2, null]);
  });

  it("is left out where its steps have another length, or it is not there yet", () => {
    expect(toValuesBefore(now, { ...now, step_s: 60 }, (one) => one.traces)).toBeNull();
    expect(toValuesBefore(now, undefined, (one) => one.traces)).toBeNull();
  });
});

it("cuts the first and the last step where the window is", () => {
  const cut = series("4T10:10", "4T11:30", [step("4T10:00"), step("4T11:00")]);
  expect(toStepBounds(cut, 0).from.toISOString()).toBe("2026-03-04T10:10:00.000Z");
  expect(toStepBounds(cut, 1).to.toISOString()).toBe("2026-03-04T11:30:00.000Z");
});

it("puts errors beyond the most frequent types together", () => {
  const types = Object.fromEntries(["a", "b", "c", "d", "e", "f", "g", "h"].map((type, i) => [type, 10 - i]));
  const lines = toErrorLines(series("4T10:00", "4T11:00", [step("4T10:00", { failed: 52, error_types: types })], { error_types: types }));
  expect(lines.map((line) => line.label)).toEqual(["a", "b", "c", "d", "e", "f", "other"]);
  expect(lines.at(-1)?.values).toEqual([7]);
});
