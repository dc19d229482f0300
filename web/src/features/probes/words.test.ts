import { describe, expect, it } from "vitest";
import type { Check, UptimeStep } from "./probes";
import { describeCheck, describeRuns, describeSchedule, formatUptime, toLook } from "./words";

const step = (runs: number, failed: number, missed = 0): UptimeStep => ({
  at: "2026-11-23T00:00:00Z",
  runs,
  failed,
  missed,
  uptime: null,
  latency_ms_p50: null,
  latency_ms_p95: null,
  scores: {},
});
const check = (type: Check["type"], said: Partial<Check> = {}): Check => ({ type, value: null, path: "", judge: "", ...said });

describe("a schedule", () => {
  it("is told in the largest unit that is whole", () => {
    const every = (every_s: number) => describeSchedule({ cron: "", every_s });
    expect([every(10), every(90), every(300), every(7200), every(86_400)]).toEqual(["every 10 s", "every 90 s", "every 5 min", "every 2 h", "every 1 d"]);
    expect(describeSchedule({ cron: "0 3 * * *", every_s: 300 })).toBe("at 0 3 * * * (UTC)");
  });
});

describe("a stretch of time", () => {
  it("says what failed and what was missed", () => {
    expect(describeRuns(step(0, 0))).toBe("no run");
    expect(describeRuns(step(60, 0))).toBe("all 60 runs fine");
    expect(describeRuns(step(60, 2, 1))).toBe("2 of 60 runs failed, 1 missed");
  });

  it("looks failed only where every run did", () => {
    expect([step(0, 0), step(2, 0), step(2, 1), step(2, 2)].map(toLook)).toEqual(["none", "fine", "partly", "failed"]);
  });

  it("has no uptime without runs", () => {
    expect([formatUptime(null), formatUptime(100), formatUptime(99.5)]).toEqual(["–", "100 %", "99.5 %"]);
  });
});

describe("a check", () => {
  it("is a sentence about the answer", () => {
    expect(describeCheck(check("contains", { value: "Paris" }))).toBe("contains “Paris”");
    expect(describeCheck(check("json_equals", { path: "$.status", value: "ok" }))).toBe("$.status is “ok”");
    expect(describeCheck(check("score", { judge: "faithfulness", value: 0.7 }))).toBe("faithfulness is 0.7 at least");
    expect(describeCheck(check("status", { value: [200, 204] }))).toBe("has the status 200 or 204");
  });
});
