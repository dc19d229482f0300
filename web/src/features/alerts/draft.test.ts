import { expect, test } from "vitest";
import type { Rule } from "./alerts";
import { type Draft, editDraft, isWhole, limitError, startDraft, suggestName, toStored, toWholeRule } from "./draft";

test("a new rule asks for some samples and for more than chance, in the units of the API", () => {
  const sent = toWholeRule(startDraft());
  expect(sent).toMatchObject({ rule_type: "error_rate", threshold: 0.1, minimum_samples: 20, noise_test: true, measure: null });
  expect(sent.name).toBe("Error rate above 10 %");
});

test("percents and objectives become the fractions that are stored, without the noise of binary numbers", () => {
  expect(toStored("error_rate", 15)).toBe(0.15);
  expect(toStored("change", 7)).toBe(0.07);
  expect(toStored("slo_burn", 99.9)).toBe(0.001);
  expect(toStored("latency_spike", 5000)).toBe(5000);
});

test("a rule of one score is not whole before it says which", () => {
  const draft: Draft = { ...startDraft("score_drop"), filters: [{ field: "model", values: ["gpt-4o"] }] };
  expect(isWhole(draft)).toBe(false);
  const whole = { ...draft, scoreName: " tone " };
  expect(toWholeRule(whole).filters).toEqual({ model: ["gpt-4o"], score_name: ["tone"] });
  expect(suggestName(whole)).toBe("tone below 0.700 (gpt-4o)");
});

test("a limit that no share can cross is refused in percent", () => {
  const draft = startDraft();
  expect(limitError({ ...draft, threshold: 1500 })).toBe("From 0 to 100 %");
  expect(isWhole({ ...draft, threshold: 1500 })).toBe(false);
  expect(limitError({ ...draft, type: "slo_burn", threshold: 100 })).toContain("less than 100 %");
  expect(limitError({ ...draft, type: "latency_spike", threshold: 1500 })).toBeUndefined();
});

test("a rule that is stored is sent as it was", () => {
  const stored = {
    name: "r",
    rule_type: "score_drop",
    threshold: 0.7,
    time_window_minutes: 15,
    severity: "critical",
    description: "d",
    filters: { score_name: "tone", release: ["a", "b"] },
    group_by: ["model"],
    direction: "below",
    quantile: 0.95,
    measure: "score",
    reference: "same_hour",
    reference_days: 7,
    latency_ms: null,
    minimum_samples: 3,
    noise_test: false,
    lookback_minutes: 0,
    pending_minutes: 2,
    recovery_threshold: 0.8,
    cooldown_minutes: 0,
    renotify_minutes: 60,
    missing: "keep",
    runbook_url: "https://example.com",
  } as const;
  const sent = toWholeRule(editDraft(stored as unknown as Rule));
  expect(sent).toEqual({ ...stored, measure: null, allow_unmatched: false, filters: { score_name: ["tone"], release: ["a", "b"] } });
});
